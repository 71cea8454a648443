import t from 'tap';
import { csvLine } from './csv.js';

t.test('no typed text runs as a formula, also not behind signs that nobody sees', async (t) => {
  for (const typed of ['=1+1', '+1', '-1', '@SUM(A1)', ' =1+1', '\u200e=1+1', '\t=1+1', '|calc', '%0A=1'])
    t.equal(csvLine([typed]), `'${typed}\r\n`, JSON.stringify(typed));
});

t.test('numbers stay numbers, nothing is an empty cell, and a comma or a quote splits no cell', async (t) => {
  t.equal(csvLine([-5, null, 'रामपुर, "टोला"', 'a\nb']), '-5,,"रामपुर, ""टोला""","a\nb"\r\n');
});
