import type { CentreDatabase } from './centre-database.js';

/**
 * `complete`: the centre holds as many records as this box has sent. `more-to-send`: records were written
 * meanwhile. `short`, `ahead`: it holds fewer or more, by `by`.
 */
export type CountOutcome =
  { outcome: 'complete' } | { outcome: 'more-to-send' } | { outcome: 'short' | 'ahead'; by: number };

/**
 * Does the centre hold what it has confirmed? Counts on both sides are compared; a count and a hash per day will
 * take this place, with the same outcomes.
 *
 * @param confirmed the local sequence that the centre has answered for
 * @param refused how many records up to there it refused
 * @param startsAt records up to there are other boxes', and counted in their databases
 */
export async function confirmCount(
  records: PouchDB.Database,
  centre: CentreDatabase,
  confirmed: number,
  refused: number,
  startsAt: number,
): Promise<CountOutcome> {
  const here = await records.info();
  if (Number(here.update_seq) > confirmed) return { outcome: 'more-to-send' };
  const expected = here.doc_count - startsAt - refused;
  const there = await centre.countRecords(expected);
  if (there === expected) return { outcome: 'complete' };
  return { outcome: there < expected ? 'short' : 'ahead', by: Math.abs(there - expected) };
}
