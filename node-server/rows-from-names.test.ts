import t from 'tap';
import { rowsFromNames } from './rows-from-names.js';

void t.test('numbered names become rows, and empty rows become holes', async (t) => {
  t.same(
    rowsFromNames({
      note: 'x',
      'line.0.drug': 'pcm',
      'line.0.days': '3',
      'line.1.drug': '',
      'line.2.drug': 'ors',
    }),
    {
      note: 'x',
      line: [{ drug: 'pcm', days: '3' }, undefined, { drug: 'ors' }],
    },
  );
});

void t.test('names that fit no table stay as they are', async (t) => {
  const odd = { 'line.99.drug': 'x', '__proto__.0.a': 'x', 'a.b': 'y' };
  t.same(rowsFromNames(odd), odd);
});
