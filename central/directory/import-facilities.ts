import { isDeepStrictEqual } from 'node:util';
import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';
import { SHARED_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import type { FacilityDocument } from './facility-document.js';

/** Codes by what the import did, or would do. */
export interface ImportOutcome {
  added: string[];
  changed: string[];
  /** changed, and closed by it */
  closed: string[];
  unchanged: number;
  /** in the directory, but not in the list; they stay as they are */
  notInList: string[];
}

/** Documents in one request. */
const AT_ONCE = 500;

type Stored = FacilityDocument & { _rev: string };

/**
 * Writes what differs; run again it writes nothing. Ended early, what was written stands, and a next run does the
 * rest. Throws `conflict` (somebody changed a facility at the same moment), `centre-unreachable`, `centre-refused`.
 */
export async function* importFacilities(
  nano: ServerScope,
  facilities: readonly FacilityDocument[],
  dryRun: boolean,
): Job<ImportOutcome> {
  const outcome: ImportOutcome = { added: [], changed: [], closed: [], unchanged: 0, notInList: [] };
  try {
    for (let done = 0; done < facilities.length; done += AT_ONCE) {
      yield { step: 'centre.directory', done, total: facilities.length, unit: 'facilities' };
      const some = facilities.slice(done, done + AT_ONCE);
      const standing = await readStanding(nano, some);
      const writes = some.flatMap((facility) => {
        const before = standing.get(facility._id);
        return judge(outcome, facility, before)
          ? [{ ...facility, ...(before ? { _rev: before._rev } : {}) }]
          : [];
      });
      if (writes.length > 0 && !dryRun) await write(nano, writes);
    }
    outcome.notInList = await readOthers(nano, facilities);
    return outcome;
  } catch (error) {
    throw centreRefusal(error);
  }
}

/** Counts a facility; whether it must be written. */
function judge(outcome: ImportOutcome, facility: FacilityDocument, before: Stored | undefined): boolean {
  const { code } = facility;
  if (!before) {
    outcome.added.push(code);
    return true;
  }
  const { _rev, ...was } = before;
  if (isDeepStrictEqual(was, facility)) {
    outcome.unchanged += 1;
    return false;
  }
  const closes = facility.status === 'closed' && before.status !== 'closed';
  (closes ? outcome.closed : outcome.changed).push(code);
  return true;
}

async function readStanding(
  nano: ServerScope,
  some: readonly FacilityDocument[],
): Promise<Map<string, Stored>> {
  const { rows } = await nano
    .use<FacilityDocument>(SHARED_DATABASE)
    .fetch({ keys: some.map(({ _id }) => _id) });
  const found = rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
  return new Map(found.map((doc) => [doc._id, doc]));
}

async function write(nano: ServerScope, docs: object[]): Promise<void> {
  const rows = (await nano.use(SHARED_DATABASE).bulk({ docs })) as { id: string; error?: string }[];
  const refused = rows.filter(({ error }) => error !== undefined).map(({ id }) => id);
  if (refused.length === 0) return;
  throw new FacilityError('conflict', `Not written: ${refused.slice(0, 10).join(', ')}.`, {
    hint: 'Somebody changed them at the same moment. Run the import again: what is written already stays as it is.',
  });
}

async function readOthers(nano: ServerScope, facilities: readonly FacilityDocument[]): Promise<string[]> {
  const { rows } = await nano.use(SHARED_DATABASE).list({ startkey: 'facility:', endkey: 'facility;' });
  const listed = new Set(facilities.map(({ _id }) => _id));
  return rows.filter(({ id }) => !listed.has(id)).map(({ id }) => id.slice('facility:'.length));
}
