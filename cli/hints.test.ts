import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import ts from 'typescript';
import { isHintKey } from '../records/facility-error.js';
import { repositoryRoot } from '../templates/folder.js';
import { openLocale, readWords } from '../templates/locale.js';

interface Given {
  at: string;
  hint: string;
  /** names of the values that go with it; null where they come from elsewhere */
  params: string[] | null;
}

/** Every key of a hint in a file, with the values that stand beside it. */
function hintsOf(file: string): Given[] {
  const text = readFileSync(file, 'utf8');
  if (!text.includes('hints.')) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Given[] = [];
  const visit = (node: ts.Node, params: string[] | null): void => {
    if (ts.isStringLiteralLike(node) && isHintKey(node.text)) {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ at: `${file}:${line}`, hint: node.text, params });
    }
    const beside = isOptions(node) ? paramsOf(node) : params;
    ts.forEachChild(node, (child) => visit(child, beside));
  };
  visit(source, null);
  return found;
}

function isOptions(node: ts.Node): node is ts.ObjectLiteralExpression {
  return ts.isObjectLiteralExpression(node) && node.properties.some((one) => one.name?.getText() === 'hint');
}

function paramsOf({ properties }: ts.ObjectLiteralExpression): string[] | null {
  const params = properties.find((one) => one.name?.getText() === 'params');
  if (params === undefined) return properties.some(ts.isSpreadAssignment) ? null : [];
  if (!ts.isPropertyAssignment(params) || !ts.isObjectLiteralExpression(params.initializer)) return null;
  const named = params.initializer.properties.map((one) => one.name?.getText());
  return named.includes(undefined) ? null : (named as string[]);
}

const HINTS = ['records', 'templates', 'sync', 'node-server', 'central', 'cli'].flatMap((folder) => {
  const root = join(repositoryRoot(), folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .flatMap((file) => hintsOf(join(root, file)));
});

t.test('what is advised after an error has words in both languages', (t) => {
  const locale = openLocale();
  t.ok(HINTS.length > 300, `finds them (${HINTS.length})`);
  for (const language of ['hi', 'en'] as const) {
    const without = HINTS.filter(({ hint }) => !locale.has(language, hint));
    t.same(without, [], language);
  }
  t.end();
});

t.test('the values that the words want stand beside the hint', (t) => {
  const words = readWords('hi');
  const wanting = HINTS.filter(({ hint, params }) => {
    const wanted = [...(words.get(hint) ?? '').matchAll(/\{(\w+)/g)].map(([, name = '']) => name);
    return params !== null && wanted.some((name) => !params.includes(name));
  });
  t.same(wanting, []);
  t.end();
});

t.test('no words stand in the table that nobody says', (t) => {
  const said = new Set(HINTS.map(({ hint }) => hint));
  const silent = [...readWords('en').keys()].filter((key) => key.startsWith('hints.') && !said.has(key));
  t.same(silent, []);
  t.end();
});
