import type { BoxId } from '../records/ids.js';
import { FacilityError } from '../records/facility-error.js';
import type { CentreDatabase } from './centre-database.js';
import { centreError } from './centre-error.js';
import { readNamedMark, writeNamedMark } from './sync-mark.js';
import { takeInLate } from './take-in-late.js';

/** A box that this one took over from: records after `from` up to `upTo` in this ledger are that box's. */
export interface Forerunner {
  box: BoxId;
  from: number;
  upTo: number;
}

/** Kept in a `_local` document of the ledger's database, one for each forerunner. */
export interface ForerunnerMark {
  centre: string;
  /** everything up to `upTo` is at the centre */
  complete: boolean;
  /** the centre's sequence up to which its database was read for late records */
  readTo: string | number | null;
  /** the sequence that the database stood at then, by its own word */
  stood?: string | number;
  /** records that the old box wrote after it was replaced, and that are here now */
  late: number;
}

/** What is known of one forerunner's records, for the status. */
export interface ForerunnerState {
  box: BoxId;
  /** `complete`: the centre has all that was taken over. `closed`: it does not let this box look */
  state: 'checking' | 'complete' | 'lacking' | 'closed';
  /** records that the centre does not have and would not take */
  lacking: number;
  /** records that the old box wrote after the restore's source ended, taken in from the centre */
  late: number;
}

export interface ForerunnerWork {
  records: PouchDB.Database;
  /** where late records go; null where nobody keeps them */
  takenIn: PouchDB.Database | null;
  centre: CentreDatabase;
  forerunner: Forerunner;
  signal: AbortSignal;
  onTakenIn: () => void;
}

/** So many at once are offered to the centre, and asked for. */
const PAGE = 1_000;

/**
 * Gives the centre what it lacks of a forerunner's records (they were in a backup and had never been sent), and takes
 * in what the old box wrote after the point at which it was replaced. Two small requests where nothing is new.
 */
export async function followForerunner(work: ForerunnerWork): Promise<ForerunnerState> {
  const { records, centre, forerunner } = work;
  const name = `nadi-forerunner-${forerunner.box}`;
  const standing = await readNamedMark<ForerunnerMark>(records, name);
  const mark: ForerunnerMark =
    standing?.centre === centre.address
      ? standing
      : { centre: centre.address, complete: false, readTo: null, late: 0 };
  const state = (kind: ForerunnerState['state'], lacking = 0): ForerunnerState => {
    return { box: forerunner.box, state: kind, lacking, late: mark.late };
  };
  try {
    const there = await centre.info();
    const hasMoved = centre.copies() > 1 || (mark.stood ?? mark.readTo) !== there.update_seq;
    if (mark.complete && !hasMoved) return state('complete');
    const late = await takeInLate(work, mark.readTo);
    mark.late += late.taken;
    let lacking = 0;
    if (!mark.complete) {
      lacking = await pushLacking(work, late.last);
      mark.complete = lacking === 0;
    }
    // Where the changes ended, not what the database says: of a cluster another copy may have said it, and be ahead.
    mark.readTo = late.readTo ?? there.update_seq;
    mark.stood = there.update_seq;
    await writeNamedMark(records, name, mark);
    return state(lacking === 0 ? 'complete' : 'lacking', lacking);
  } catch (cause) {
    work.signal.throwIfAborted();
    const error = centreError(cause, centre.name);
    // Another password or an old CouchDB user: the rest of sync goes on, and the status says so.
    const closed = error instanceof FacilityError && error.code === 'centre-refused';
    if (closed && error.params['status'] !== 401) return state('closed');
    throw error;
  }
}

/** A restore read all of the forerunner's records from there. */
export async function writeForerunnerDone(
  records: PouchDB.Database,
  { box }: Forerunner,
  address: string,
): Promise<void> {
  const mark: ForerunnerMark = { centre: address, complete: true, readTo: null, late: 0 };
  await writeNamedMark(records, `nadi-forerunner-${box}`, mark);
}

/**
 * How many of the forerunner's records the centre lacks in the end. A box sends in order, so where the centre's last
 * number and its count agree nothing is compared one by one.
 */
async function pushLacking(work: ForerunnerWork, last: number): Promise<number> {
  const { centre, forerunner } = work;
  const { from, upTo } = forerunner;
  if (last >= upTo && (await holdsUpTo(centre, from, last))) return 0;
  if (last > from && last < upTo && (await holdsUpTo(centre, from, last))) {
    return pushRange(work, last, upTo);
  }
  return pushRange(work, from, upTo);
}

async function holdsUpTo(centre: CentreDatabase, from: number, last: number): Promise<boolean> {
  return (await centre.countRecords(last - from)) === last - from;
}

async function pushRange(work: ForerunnerWork, from: number, upTo: number): Promise<number> {
  const { records, centre, signal } = work;
  let refused = 0;
  for (let since = from; since < upTo; since += PAGE) {
    signal.throwIfAborted();
    const limit = Math.min(PAGE, upTo - since);
    const { results } = await records.changes({ since, limit, include_docs: true });
    const asked = Object.fromEntries(results.map(({ id, changes }) => [id, changes.map(({ rev }) => rev)]));
    const missing = await centre.database.revsDiff(asked);
    const documents = results.flatMap(({ id, doc }) => (missing[id] && doc ? [doc] : []));
    if (documents.length === 0) continue;
    const answers = await centre.database.bulkDocs(documents, { new_edits: false });
    refused += answers.filter((answer) => 'error' in answer).length;
  }
  return refused;
}
