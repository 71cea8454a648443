import type { KeyRecord, RestoreRecord, SealRecord } from './box.js';
import { recordHash } from './chain.js';
import { fitsRevision } from './fits-revision.js';

/** What a check keeps of a record. */
export interface Entry {
  n: number;
  id: string;
  /** milliseconds since 1970 */
  at: number;
  uncertain: boolean;
  /** see `recordHash` */
  hash: string;
  revision: ReturnType<typeof fitsRevision>;
  /** of the types that a check reads */
  record?: SealRecord | KeyRecord | RestoreRecord;
}

/** Ids that end in the record's own number (records/ids.ts). */
const NUMBERED = /^(?:stock|staff|facility|key|seal|access|backup|restore|device):|^patient:[^:]+:[^:]+:/;

const READ = ['seal', 'key', 'restore'];

/** A record reduced, or null where it isn't one: no id, type, number or time. */
export function toEntry(document: object): Entry | null {
  const record = document as Record<string, unknown>;
  const { _id: id, type, n, at, clockUncertain } = record;
  if (typeof id !== 'string' || typeof type !== 'string' || typeof at !== 'string') return null;
  if (!Number.isSafeInteger(n) || (n as number) < 1 || !isInstant(at)) return null;
  return {
    n: n as number,
    id,
    at: Date.parse(at),
    uncertain: clockUncertain === true,
    hash: recordHash(record),
    revision: fitsRevision(record),
    ...(READ.includes(type) ? { record: document as SealRecord } : {}),
  };
}

/** Does the number in the id, where it has one, differ from the record's? */
export function isMisnumbered({ id, n }: Entry): boolean {
  return NUMBERED.test(id) && id.slice(id.lastIndexOf(':') + 1) !== String(n);
}

/** As `toISOString` writes it. */
function isInstant(at: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) && !Number.isNaN(Date.parse(at));
}
