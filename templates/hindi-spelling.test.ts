import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { templatesFolder } from './folder.js';

const NUKTA = /\u093c/g;

t.test('a Hindi word that people read is spelled with its dot or without it, the same everywhere', (t) => {
  const spelled = new Map<string, Map<string, string>>();
  for (const file of readdirSync(templatesFolder(), { recursive: true, encoding: 'utf8' })) {
    if (!/\.(json|eta)$/.test(file)) continue;
    const text = readFileSync(path.join(templatesFolder(), file), 'utf8').normalize('NFD');
    for (const [word] of text.matchAll(/[\u0900-\u097f]+/g)) {
      const plain = word.replace(NUKTA, '');
      spelled.set(plain, (spelled.get(plain) ?? new Map<string, string>()).set(word, file));
    }
  }
  t.ok(spelled.size > 1_000, 'the words were found');
  const twoWays = [...spelled.values()].filter((ways) => ways.size > 1);
  t.same(
    twoWays.map((ways) => [...ways].flat()),
    [],
  );
  t.end();
});
