import type { Sequence } from '../sync/exchange/messages.js';
import { sequenceCount } from '../sync/sequence-count.js';

export interface GivenSequences {
  /** the one that the database says now */
  now: Sequence;
  /** one that it gave out */
  given: Sequence;
  /** copies of each of its documents */
  copies: () => number | Promise<number>;
  /** whether the database itself remembers the one that it gave out */
  remembers: () => boolean | Promise<boolean>;
}

/**
 * Whether a database is older than a sequence that it gave out: it was restored from an older backup, or made anew, and
 * CouchDB then tells nothing until it has grown past it. The number in front tells on one node. On a cluster each copy
 * counts its own writes and any may answer, so that it falls though nothing is lost: there only the database's own
 * memory tells.
 */
export async function isSetBack({ now, given, copies, remembers }: GivenSequences): Promise<boolean> {
  if (!(sequenceCount(now) < sequenceCount(given))) return false;
  return (await copies()) === 1 || !(await remembers());
}
