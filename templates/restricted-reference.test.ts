import t from 'tap';
import { referenceFolder } from './reference.js';
import { categoriesOf, readRestrictedCodes } from './restricted-reference.js';

const lists = readRestrictedCodes(referenceFolder());

t.test('a diagnosis that a law protects is known by its code', (t) => {
  const expected: Record<string, string[]> = {
    B24: ['hiv'],
    'B20.1': ['hiv'],
    Z21: ['hiv'],
    'O04.9': ['mtp'],
    'F32.9': ['mental-health'],
    'F99.0': ['mental-health'],
    'T74.2': ['pocso'],
  };
  for (const [code, categories] of Object.entries(expected))
    t.same(categoriesOf(code, lists), categories, code);
  for (const code of ['J06.9', 'B26.9', 'B19', 'O05', 'T74.1', 'G00', 'E11', '']) {
    t.same(categoriesOf(code, lists), [], code);
  }
  t.end();
});
