import { isDeepStrictEqual } from 'node:util';
import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';
import { isPrivate } from '../../records/tenancy.js';
import { BOXES_DATABASE, SHARED_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import { workAt } from '../ensure/cluster.js';
import { prepareBoxDatabases } from '../facility-database.js';
import { readBoxes } from '../init/prepare-all-boxes.js';
import { enrolmentId, type Enrolment } from '../enrol/enrolment-document.js';
import { readDocument } from '../read-document.js';
import { changedFields, closesOrMoves, type FacilityChange } from './facility-change.js';
import type { FacilityDocument } from './facility-document.js';

/** Codes by what the import did, or would do. */
export interface ImportOutcome {
  added: string[];
  changed: string[];
  /** changed, and closed by it */
  closed: string[];
  unchanged: number;
  /** of those that are changed or closed: what */
  changes: FacilityChange[];
  /** in the directory, but not in the list; they stay as they are */
  notInList: string[];
}

/** Documents in one request. */
const AT_ONCE = 500;

type Stored = FacilityDocument & { _rev: string };

export interface ImportOptions {
  /** judge, and write nothing */
  dryRun?: boolean;
  /** close and move also facilities whose box is in use */
  alsoInUse?: boolean;
  /** `2026-11-28`: since when those that are new are listed */
  listedOn?: string;
}

/**
 * Writes what differs, once all is judged; run again it writes nothing. Ended early, what was written stands, and a next
 * run does the rest. A facility that becomes private has its databases closed with it. Throws `conflict` (somebody
 * changed a facility at the same moment, a private one would become the state's, or one in use would be closed or
 * moved), `centre-unreachable`, `centre-refused`.
 */
export async function* importFacilities(
  nano: ServerScope,
  facilities: readonly FacilityDocument[],
  { dryRun = false, alsoInUse = false, listedOn }: ImportOptions = {},
): Job<ImportOutcome> {
  const outcome: ImportOutcome = {
    ...{ added: [], changed: [], closed: [], unchanged: 0 },
    ...{ changes: [], notInList: [] },
  };
  const step = { step: 'centre.directory', total: facilities.length, unit: 'facilities' } as const;
  const writes: (FacilityDocument & { _rev?: string })[] = [];
  try {
    for (let done = 0; done < facilities.length; done += AT_ONCE) {
      yield { ...step, done: dryRun ? done : 0 };
      const some = facilities.slice(done, done + AT_ONCE);
      const standing = await readStanding(nano, some);
      refuseGivenAway(some, standing);
      for (const row of some) {
        const before = standing.get(row._id);
        const facility = withListedOn(row, before ? before.listedOn : listedOn);
        if (judge(outcome, facility, before))
          writes.push({ ...facility, ...(before ? { _rev: before._rev } : {}) });
      }
    }
    for (const change of outcome.changes.filter(closesOrMoves))
      change.inUse = await isInUse(nano, change.code);
    outcome.notInList = await readOthers(nano, facilities);
    if (dryRun) return outcome;
    if (!alsoInUse) refuseInUse(outcome.changes);
    for (let done = 0; done < writes.length; done += AT_ONCE) {
      yield { ...step, done, total: writes.length };
      await write(nano, writes.slice(done, done + AT_ONCE));
    }
    // Those that stand unchanged too: an import that broke off may have left one open.
    await closeTenants(nano, facilities);
    return outcome;
  } catch (error) {
    throw centreRefusal(error);
  }
}

/** A facility that works must not end by a line of a list that nobody has read. */
function refuseInUse(changes: readonly FacilityChange[]): void {
  const codes = changes.filter(({ inUse }) => inUse).map(({ code }) => code);
  if (codes.length === 0) return;
  throw new FacilityError('conflict', `In use, and closed or moved by this list: ${codes.join(', ')}.`, {
    hint: 'hints.alsoInUse',
  });
}

/** Whether a box of it has taken its access and still has it. */
async function isInUse(nano: ServerScope, code: string): Promise<boolean> {
  for (const box of await readBoxes(nano, code)) {
    const enrolment = await readDocument<Enrolment>(nano, BOXES_DATABASE, enrolmentId(box));
    // A box that was let in by hand has none.
    if (!enrolment || (enrolment.usedAt !== undefined && !enrolment.revoked)) return true;
  }
  return false;
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
    hint: 'hints.closeInList',
  });
}

/** Databases that stood before a facility was listed as private were the state's to read. */
async function closeTenants(nano: ServerScope, facilities: readonly FacilityDocument[]): Promise<void> {
  const work = await workAt(nano);
  for (const { code } of facilities.filter(isPrivate))
    for (const box of await readBoxes(nano, code)) await prepareBoxDatabases(work, box);
}

/** No list says it: it stays as the first import wrote it. */
function withListedOn(facility: FacilityDocument, listedOn: string | undefined): FacilityDocument {
  return listedOn === undefined ? facility : { ...facility, listedOn };
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
  outcome.changes.push({
    ...{ code, name: before.name.en, inUse: false },
    fields: changedFields(before, facility),
  });
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

/** Facilities named in a refusal. */
const NAMED = 10;

async function write(nano: ServerScope, docs: object[]): Promise<void> {
  const rows = (await nano.use(SHARED_DATABASE).bulk({ docs })) as { id: string; error?: string }[];
  const refused = rows.filter(({ error }) => error !== undefined).map(({ id }) => id);
  if (refused.length === 0) return;
  throw new FacilityError('conflict', `Not written: ${refused.slice(0, NAMED).join(', ')}.`, {
    hint: 'hints.importAgain',
  });
}

async function readOthers(nano: ServerScope, facilities: readonly FacilityDocument[]): Promise<string[]> {
  const { rows } = await nano.use(SHARED_DATABASE).list({ startkey: 'facility:', endkey: 'facility;' });
  const listed = new Set(facilities.map(({ _id }) => _id));
  return rows.filter(({ id }) => !listed.has(id)).map(({ id }) => id.slice('facility:'.length));
}
