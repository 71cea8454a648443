import type { RestoreRecord } from '../../records/box.js';
import type { Forerunner } from '../../sync/forerunner.js';

/** Whose records stand in a ledger, read from its `restore` records in order: each names the box and its last one. */
export function forerunnersOf(restores: readonly RestoreRecord[]): Forerunner[] {
  return restores.map(({ from, upTo }, i) => ({ box: from, from: restores[i - 1]?.upTo ?? 0, upTo }));
}
