import type { LedgerSum } from '../exchange/messages.js';
import { addRevisions, EMPTY_SUM, sameSum } from '../ledger-sum.js';
import type { StoredRecord } from './read-run.js';

/**
 * `waiting`: not sent yet. `missing`: the centre had it and has it no more. `deleted`: the centre keeps only that it was
 * deleted. `refused`: the centre said no to it. `other`: another content stands there under its id. `extra`: this box
 * has no such record.
 */
export type DifferenceKind = 'waiting' | 'missing' | 'deleted' | 'refused' | 'other' | 'extra';

export interface Difference {
  kind: DifferenceKind;
  id: string;
  /** the record's number; none where the box has no such record */
  n?: number;
}

/** How far the centre has answered for records, and which it refused. */
export interface Answered {
  confirmed: number;
  refused: ReadonlySet<string>;
}

/** What differs on a day, in the order of the box's records, then what only the centre has. */
export function compareDay(
  here: readonly { sequence: number; record: StoredRecord }[],
  there: ReadonlyMap<string, LedgerSum>,
  { confirmed, refused }: Answered,
): Difference[] {
  const known = new Set<string>();
  const found = here.flatMap(({ sequence, record: { _id: id, _rev, n } }): Difference[] => {
    known.add(id);
    const standing = there.get(id);
    if (standing) return sameSum(standing, addRevisions(EMPTY_SUM, [_rev])) ? [] : [{ kind: 'other', id, n }];
    if (refused.has(id)) return [{ kind: 'refused', id, n }];
    return [{ kind: sequence > confirmed ? 'waiting' : 'missing', id, n }];
  });
  const extra = [...there.keys()].filter((id) => !known.has(id)).sort();
  return [...found, ...extra.map((id): Difference => ({ kind: 'extra', id }))];
}
