import type { AccessEnded } from './access-ended.js';
import type { LedgerSum } from './exchange/messages.js';
import type { SummedRun } from './sum-ledger.js';

/** What the centre said no to, in its own words. */
export interface Refusal {
  id: string;
  reason: string;
  /** UTC */
  at: string;
}

/**
 * How far the centre has this box's ledger. Kept in a `_local` document of the ledger's own database, so it is
 * as old as the ledger that a kill, a power cut or a restored backup leaves.
 */
export interface PushMark {
  /** the database's address at the centre; another centre starts from nothing */
  centre: string;
  /** the local sequence up to which the centre has answered for every record */
  confirmed: number;
  /** records up to there that the centre refused */
  refused: Refusal[];
  /** when the centre last had everything, UTC */
  lastConfirmed?: string;
  /** records behind `confirmed` that the centre has all the same: they were urgent */
  ahead?: number[];
  /** bytes that the line carried on a day, `20261128` */
  spent?: { day: string; bytes: number };
  /** the run of records that is being sent through the gateway, which may hold some of its bytes */
  underWay?: { from: number; to: number };
  /** what the centre lacked after everything had been sent anew: while it lacks just that, sending helps as little */
  inVain?: LedgerSum;
  /** the sequence that the gateway was last told for PouchDB's checkpoint */
  checkpoint?: number;
  /** the centre has ended this box's access */
  ended?: AccessEnded;
  /** own records up to a sequence, summed up */
  summed?: SummedRun;
}

/** What the centre's database looked like when the last pull had finished. */
export interface PullMark {
  centre: string;
  updateSeq: number | string;
  /** when that database was made, as newer CouchDB tells in `instance_start_time`; `0` from others */
  made: string;
  /** those that stand and those that were deleted: never fewer, on whichever node */
  documents?: number;
}

/** The centre's address in a mark of a box that has no line yet: what is confirmed by stick only. */
export const STICK_CENTRE = 'stick';

const PUSH = '_local/nadi-push';
const PULL = '_local/nadi-pull';

/** @param startsAt records up to there are other boxes', see ReplicationOptions */
export async function readPushMark(
  records: PouchDB.Database,
  centre: string,
  startsAt = 0,
): Promise<PushMark> {
  const mark = await readMark<PushMark>(records, PUSH);
  // What went by stick went to the same centre; if not, count and sum tell, and it is sent anew.
  if (mark?.centre === STICK_CENTRE) mark.centre = centre;
  if (mark?.centre !== centre) return { centre, confirmed: startsAt, refused: [] };
  return { ...mark, confirmed: Math.max(mark.confirmed, startsAt) };
}

export async function writePushMark(records: PouchDB.Database, mark: PushMark): Promise<void> {
  await writeMark(records, PUSH, mark);
}

export async function readPullMark(local: PouchDB.Database, centre: string): Promise<PullMark | null> {
  const mark = await readMark<PullMark>(local, PULL);
  return mark?.centre === centre ? mark : null;
}

export async function writePullMark(local: PouchDB.Database, mark: PullMark): Promise<void> {
  await writeMark(local, PULL, mark);
}

export function readNamedMark<M extends object>(database: PouchDB.Database, name: string): Promise<M | null> {
  return readMark<M>(database, `_local/${name}`);
}

export function writeNamedMark(database: PouchDB.Database, name: string, mark: object): Promise<void> {
  return writeMark(database, `_local/${name}`, mark);
}

async function readMark<M extends object>(database: PouchDB.Database, id: string): Promise<M | null> {
  try {
    const { _id, _rev, ...mark } = await database.get<M>(id);
    return mark as unknown as M;
  } catch (error) {
    if ((error as { status?: number }).status === 404) return null;
    throw error;
  }
}

async function writeMark(database: PouchDB.Database, id: string, mark: object): Promise<void> {
  let revision: string | undefined;
  try {
    revision = (await database.get(id))._rev;
  } catch (error) {
    if ((error as { status?: number }).status !== 404) throw error;
  }
  await database.put({ ...mark, _id: id, ...(revision === undefined ? {} : { _rev: revision }) });
}
