import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import ts from 'typescript';
import { repositoryRoot } from '../templates/folder.js';
import { openLocale } from '../templates/locale.js';

/** What a person may see as a hint of an error: key or literal, and where it stands. */
function hintsOf(file: string): { at: string; hint: string }[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: { at: string; hint: string }[] = [];
  const textsIn = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const line = source.getLineAndCharacterOfPosition(node.pos).line + 1;
      found.push({ at: `${file}:${line}`, hint: ts.isStringLiteralLike(node) ? node.text : node.getText() });
    } else if (!ts.isCallExpression(node) && !ts.isBinaryExpression(node)) ts.forEachChild(node, textsIn);
  };
  const visit = (node: ts.Node, inError: boolean): void => {
    const isError = inError || (ts.isNewExpression(node) && node.expression.getText() === 'FacilityError');
    if (isError && ts.isPropertyAssignment(node) && node.name.getText() === 'hint') textsIn(node.initializer);
    else ts.forEachChild(node, (child) => visit(child, isError));
  };
  visit(source, false);
  return found;
}

t.test('what commands and the centre advise after an error has words in both languages', (t) => {
  const locale = openLocale();
  const files = ['cli', 'central'].flatMap((folder) => {
    const root = join(repositoryRoot(), folder);
    return readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name));
  });
  const hints = files
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .flatMap(hintsOf);
  t.ok(hints.length > 100, `finds them (${hints.length})`);
  for (const language of ['hi', 'en'] as const) {
    const without = hints.filter(({ hint }) => !locale.has(language, hint));
    t.same(without, [], language);
  }
  t.end();
});
