import { isDeepStrictEqual } from 'node:util';
import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';
import { isPrivate } from '../../records/tenancy.js';
import { SHARED_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import { workAt } from '../ensure/cluster.js';
import { prepareBoxDatabases } from '../facility-database.js';
import { readBoxes } from '../init/prepare-all-boxes.js';
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
 * rest. A facility that becomes private has its databases closed with it. Throws `conflict` (somebody changed a facility
 * at the same moment, or a private one would become the state's), `centre-unreachable`, `centre-refused`.
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
      refuseGivenAway(some, standing);
      if (writes.length > 0 && !dryRun) await write(nano, writes);
      // Those that stand unchanged too: an import that broke off may have left one open.
      if (!dryRun) await closeTenants(nano, some);
    }
    outcome.notInList = await readOthers(nano, facilities);
    return outcome;
  } catch (error) {
    throw centreRefusal(error);
  }
}

/** A row of a list must not open a private hospital's records to the state. */
function refuseGivenAway(some: readonly FacilityDocument[], standing: ReadonlyMap<string, Stored>): void {
  const given = some.filter((facility) => {
    const before = standing.get(facility._id);
    return before && isPrivate(before) && facility.tenant !== before.tenant;
  });
  if (given.length === 0) return;
  const codes = given.map(({ code }) => code).join(', ');
  throw new FacilityError('conflict', `${codes}: a private hospital's records stay with its tenant.`, {
    hint: 'Close it in the list, and give what comes after it a code of its own.',
  });
}

/** Databases that stood before a facility was listed as private were the state's to read. */
async function closeTenants(nano: ServerScope, facilities: readonly FacilityDocument[]): Promise<void> {
  const work = await workAt(nano);
  for (const { code } of facilities.filter(isPrivate))
    for (const box of await readBoxes(nano, code)) await prepareBoxDatabases(work, box);
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
