import type { ServerScope } from 'nano';
import { FacilityError } from '../../../records/facility-error.js';
import { BOXES_DATABASE, CENTRE_DATABASES, SYSTEM_DATABASES } from '../../centre-databases.js';
import type { CentreWork, Prepared } from '../../ensure/centre-work.js';
import { ensureDatabase, exists } from '../../ensure/ensure-database.js';
import { prepareDatabase } from '../../prepare-database.js';
import { VERSION_ID } from '../centre-version.js';
import type { Step } from '../step.js';

/** The databases that the centre has once. The way back removes those that hold nothing, and refuses to lose anything. */
export const centreDatabases: Step = {
  version: 1,
  name: 'centre-databases',
  up: async (work) => {
    const prepared: Prepared[] = [];
    for (const name of SYSTEM_DATABASES)
      prepared.push({ what: name, outcome: await ensureDatabase(work, name, 2) });
    for (const plan of CENTRE_DATABASES) prepared.push(...(await prepareDatabase(work, plan)));
    return prepared;
  },
  down: async (work) => {
    const standing = await standingDatabases(work);
    const full = [];
    for (const name of standing) if (await holdsDocuments(work.nano, name)) full.push(name);
    if (full.length > 0) {
      throw new FacilityError('conflict', `These databases hold documents: ${full.join(', ')}.`, {
        hint: 'hints.nothingRemoved',
      });
    }
    for (const name of work.dryRun ? [] : standing) await work.nano.db.destroy(name);
    return standing.map((what) => ({ what, outcome: 'removed' }));
  },
};

async function standingDatabases({ nano }: CentreWork): Promise<string[]> {
  const names = [];
  for (const { name } of CENTRE_DATABASES) if (await exists(nano, name)) names.push(name);
  return names;
}

/** Beside its design documents and this step's own mark. */
async function holdsDocuments(nano: ServerScope, name: string): Promise<boolean> {
  const database = nano.use(name);
  const before = await database.list({ endkey: '_design/', limit: 1 });
  const after = await database.list({ startkey: '_design0', limit: 2 });
  const rows = [...before.rows, ...after.rows];
  return rows.some(({ id }) => !(name === BOXES_DATABASE && id === VERSION_ID));
}
