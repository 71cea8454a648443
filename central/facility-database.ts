import { isDeepStrictEqual } from 'node:util';
import type { ServerScope } from 'nano';
import {
  BOX_PATTERN,
  facilityDatabase,
  inboxDatabase,
  lineageOf,
  papersDatabase,
  type BoxId,
} from '../records/ids.js';
import { FacilityError } from '../records/facility-error.js';
import { ensureBoxUser } from './box-user.js';
import { centreRefusal, statusOf } from './centre-refusal.js';
import { ensureDatabase, type Outcome } from './ensure-database.js';
import { LEDGER_SUM_DESIGN, LEDGER_SUM_MAP } from './ledger-sum-view.js';
import { CENTRE_ONLY_VALIDATION, ledgerValidation } from './validation.js';

/** One thing that a facility needs at the centre: `facility-br1042`, `facility-br1042/_security`, … */
export interface Prepared {
  what: string;
  outcome: Outcome;
}

export interface PrepareOptions {
  /** logged in as a server admin of any CouchDB 3.x */
  nano: ServerScope;
  box: BoxId;
  /** the box's own; a user who stands with another one gets this one */
  password: string;
}

/** What comes down to every box: directory, modules, drug list, keys. */
export const SHARED_DATABASE = 'shared';

/** The role of the gateway's and the router's users, who write what comes down to the boxes. */
export const CENTRE_ROLE = 'centre';
export const BOX_ROLE = 'box';

/**
 * Makes what a facility's box needs: its ledger's database, which holds laws 1 and 2, its inbox, `shared`, and its
 * user, who writes the ledger, reads the other two, and sees nobody else's. Safe to run again, and after a run that
 * broke off. `_security` becomes exactly what is written here, and keeps only the boxes that took over from this one.
 * A box with a replica letter is let into the databases of those it took over from, where they stand: it reads what
 * they wrote late and adds what they had not sent. Their validation still takes only their own records.
 * Throws `bad-input` (no box id, no password), `centre-unreachable` or `centre-refused`.
 */
export async function prepareFacility({ nano, box, password }: PrepareOptions): Promise<Prepared[]> {
  if (!BOX_PATTERN.test(box))
    throw new FacilityError('bad-input', `${box} is no box id`, { params: { box } });
  if (password === '') throw new FacilityError('bad-input', 'The box needs a password at the centre');
  try {
    const own = { names: [box, ...(await replicasLetIn(nano, box))], roles: [CENTRE_ROLE] };
    return [
      // The user last: a box that can log in finds everything there.
      ...(await prepareDatabase(nano, facilityDatabase(box), own, {
        ledger: { language: 'javascript', validate_doc_update: ledgerValidation(box) },
        [LEDGER_SUM_DESIGN]: {
          language: 'javascript',
          views: { days: { map: LEDGER_SUM_MAP, reduce: '_sum' } },
        },
      })),
      ...(await prepareDatabase(nano, papersDatabase(box), own, {})),
      ...(await prepareDatabase(nano, inboxDatabase(box), own, CENTRE_ONLY)),
      ...(await prepareDatabase(
        nano,
        SHARED_DATABASE,
        { names: [], roles: [BOX_ROLE, CENTRE_ROLE] },
        CENTRE_ONLY,
      )),
      ...(await openForerunners(nano, box)),
      await ensureBoxUser(nano, { name: box, roles: [BOX_ROLE], password }),
    ];
  } catch (error) {
    throw centreRefusal(error);
  }
}

interface Security {
  members?: { names?: string[]; roles?: string[] };
}

async function readSecurity(nano: ServerScope, name: string): Promise<Security | null> {
  try {
    return (await nano.request({ db: name, path: '_security' })) as Security;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** Boxes that took over from this one, as its database knows them. */
async function replicasLetIn(nano: ServerScope, box: BoxId): Promise<BoxId[]> {
  const names = (await readSecurity(nano, facilityDatabase(box)))?.members?.names ?? [];
  return names
    .filter((name) => name !== box && BOX_PATTERN.test(name) && lineageOf(name).includes(box))
    .sort();
}

async function openForerunners(nano: ServerScope, box: BoxId): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  for (const forerunner of lineageOf(box).slice(0, -1)) {
    const name = facilityDatabase(forerunner);
    if ((await readSecurity(nano, name)) === null) continue;
    const names = new Set([forerunner, ...(await replicasLetIn(nano, forerunner)), box]);
    const [first = forerunner, ...rest] = names;
    const members = { names: [first, ...rest.sort()], roles: [CENTRE_ROLE] };
    prepared.push({ what: `${name}/_security`, outcome: await ensureSecurity(nano, name, members) });
  }
  return prepared;
}

interface Design {
  language: 'javascript';
  validate_doc_update?: string;
  views?: Record<string, { map: string; reduce?: string }>;
}

/** For what the role `centre` writes and nobody else. */
export const CENTRE_ONLY: Record<string, Design> = {
  'centre-only': { language: 'javascript', validate_doc_update: CENTRE_ONLY_VALIDATION },
};

/** Makes a database with its validation, views and members, or mends what differs. */
export async function prepareDatabase(
  nano: ServerScope,
  name: string,
  members: { names: string[]; roles: string[] },
  designs: Record<string, Design>,
): Promise<Prepared[]> {
  const outcome = await ensureDatabase(nano, name);
  const designed: Prepared[] = [];
  // The validation before anybody is let in.
  for (const [design, body] of Object.entries(designs)) {
    const made = await ensureDesign(nano, name, design, body);
    designed.push({ what: `${name}/_design/${design}`, outcome: made });
  }
  const secures = await ensureSecurity(nano, name, members);
  return [
    { what: name, outcome },
    ...designed,
    // A database is never without `_security`: CouchDB's own opens it to server admins.
    { what: `${name}/_security`, outcome: secures === 'updated' && outcome === 'made' ? 'made' : secures },
  ];
}

async function ensureSecurity(
  nano: ServerScope,
  name: string,
  members: { names: string[]; roles: string[] },
): Promise<Outcome> {
  const security = { admins: { names: [], roles: ['_admin'] }, members };
  const standing: unknown = await nano.request({ db: name, path: '_security' });
  if (isDeepStrictEqual(standing, security)) return 'stands';
  await nano.request({ db: name, path: '_security', method: 'PUT', body: security });
  return 'updated';
}

async function ensureDesign(nano: ServerScope, name: string, design: string, body: Design): Promise<Outcome> {
  const database = nano.use<Design>(name);
  const id = `_design/${design}`;
  const standing = await database.get(id).catch((error: unknown) => {
    if (statusOf(error) === 404) return null;
    throw error;
  });
  const { validate_doc_update, views } = standing ?? {};
  const { validate_doc_update: validation, views: counts } = body;
  if (standing && validate_doc_update === validation && isDeepStrictEqual(views, counts)) return 'stands';
  await database.insert({ ...standing, ...body }, id);
  return standing ? 'updated' : 'made';
}
