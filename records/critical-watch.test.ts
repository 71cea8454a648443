import t from 'tap';
import { watchCritical, type WaitingResult } from './critical-watch.js';

const own = (n: number): WaitingResult => ({ n, orderedBy: 'dr.verma', here: false });
const others = (n: number): WaitingResult => ({ n, orderedBy: 'dr.sinha', here: false });
const here = (n: number): WaitingResult => ({ n, orderedBy: 'dr.sinha', here: true });

t.test('a doctor is told first of this patient, then of the tests that are his, the latest first', (t) => {
  const table: [waiting: WaitingResult[], shownUpTo: number, told: number | null, besides: number][] = [
    [[], 0, null, 0],
    [[others(5)], 0, 5, 0],
    [[others(9), own(5)], 0, 5, 1],
    [[own(5), own(7), others(9)], 0, 7, 2],
    [[own(9), here(5)], 0, 5, 1],
    [[here(5)], 5, null, 0],
    [[here(5), here(6)], 5, 6, 0],
    [[here(5), others(3)], 5, 3, 0],
    [[{ n: 4, orderedBy: undefined, here: false }, others(3)], 0, 4, 1],
  ];
  for (const [waiting, shownUpTo, told, besides] of table) {
    const found = watchCritical(waiting, { doctor: 'dr.verma', shownUpTo });
    t.same([found.told?.n ?? null, found.others], [told, besides], JSON.stringify(waiting));
  }
  t.end();
});
