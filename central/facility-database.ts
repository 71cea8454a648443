import type { ServerScope } from 'nano';
import { BOX_PATTERN, facilityDatabase, firstBox, lineageOf, type BoxId } from '../records/ids.js';
import { FacilityError } from '../records/facility-error.js';
import { BOX_ROLE, facilityPlans, facilityRoles, SHARED_DATABASE, SHARED_PLAN } from './centre-databases.js';
import { centreRefusal } from './centre-refusal.js';
import { facilityId, type FacilityDocument } from './directory/facility-document.js';
import type { CentreWork, Prepared } from './ensure/centre-work.js';
import { workAt } from './ensure/cluster.js';
import { ensureDatabase } from './ensure/ensure-database.js';
import { ensureSecurity, readSecurity } from './ensure/ensure-security.js';
import { ensureUser } from './ensure/ensure-user.js';
import { prepareDatabase } from './prepare-database.js';
import { readDocument } from './read-document.js';

export interface PrepareOptions {
  /** logged in as a server admin of any CouchDB 3.x */
  nano: ServerScope;
  box: BoxId;
  /** the box's own; a user who stands with another one gets this one */
  password: string;
}

/**
 * Makes what a facility's box needs: its ledger's database, which holds laws 1 and 2, its inbox, `shared`, and its
 * user, who writes the ledger, reads the other two, and sees nobody else's. Safe to run again, and after a run that
 * broke off. `_security` becomes exactly what is written here, and keeps only the boxes that took over from this one.
 * A private hospital's are closed to all but its box and who carries for it: see docs/adr/0035-tenants-links-households.md.
 * A box with a replica letter is let into the databases of those it took over from, where they stand: it reads what
 * they wrote late and adds what they had not sent. Their validation still takes only their own records.
 * Throws `bad-input` (no box id, no password), `centre-unreachable` or `centre-refused`.
 */
export async function prepareFacility({ nano, box, password }: PrepareOptions): Promise<Prepared[]> {
  if (!BOX_PATTERN.test(box))
    throw new FacilityError('bad-input', `${box} is no box id`, { params: { box } });
  if (password === '') throw new FacilityError('bad-input', 'The box needs a password at the centre');
  try {
    const work = await workAt(nano);
    const prepared = await prepareBoxDatabases(work, box);
    prepared.push(...(await prepareDatabase(work, SHARED_PLAN)), ...(await openForerunners(work, box)));
    await ensureDatabase(work, '_users', 2);
    // The user last: a box that can log in finds everything there.
    prepared.push(await ensureUser(work, { name: box, roles: [BOX_ROLE], password }));
    return prepared;
  } catch (error) {
    throw centreRefusal(error);
  }
}

/** The databases of one box, without its user. Throws what nano throws. */
export async function prepareBoxDatabases(work: CentreWork, box: BoxId): Promise<Prepared[]> {
  const names = [box, ...(await replicasLetIn(work.nano, box))];
  const prepared: Prepared[] = [];
  const roles = await rolesOf(work.nano, box);
  for (const plan of facilityPlans(box, names, roles)) prepared.push(...(await prepareDatabase(work, plan)));
  return prepared;
}

/** A private hospital's databases are its own, as the directory says; an unlisted facility is the state's. */
async function rolesOf(nano: ServerScope, box: BoxId): Promise<string[]> {
  const id = facilityId(firstBox(box));
  return facilityRoles(await readDocument<FacilityDocument>(nano, SHARED_DATABASE, id));
}

/** Boxes that took over from this one, as its database knows them. */
async function replicasLetIn(nano: ServerScope, box: BoxId): Promise<BoxId[]> {
  const names = (await readSecurity(nano, facilityDatabase(box)))?.members?.names ?? [];
  return names
    .filter((name) => name !== box && BOX_PATTERN.test(name) && lineageOf(name).includes(box))
    .sort();
}

async function openForerunners(work: CentreWork, box: BoxId): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  for (const forerunner of lineageOf(box).slice(0, -1)) {
    const name = facilityDatabase(forerunner);
    if ((await readSecurity(work.nano, name)) === null) continue;
    const names = new Set([forerunner, ...(await replicasLetIn(work.nano, forerunner)), box]);
    const [first = forerunner, ...rest] = names;
    const members = { names: [first, ...rest.sort()], roles: await rolesOf(work.nano, box) };
    prepared.push({ what: `${name}/_security`, outcome: await ensureSecurity(work, name, members) });
  }
  return prepared;
}
