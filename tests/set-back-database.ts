import { prepareFacility } from '../central/facility-database.js';
import { checkpointIds, nameAtCentre } from '../sync/exchange/checkpoint.js';
import type { DatabaseIds, Travelling } from '../sync/exchange/messages.js';
import { PASSWORD, type ExchangeJourney } from './exchange-journey.js';
import { loseDatabase } from './lose-database.js';
import { settle } from './settle.js';

export interface SavedDatabase {
  documents: { _id: string }[];
  /** PouchDB's, which a copy of the database's file has in it */
  checkpoint: { _id: string; _rev?: string } | null;
}

/** What a backup of one database at the centre would hold. */
export async function saveDatabase(journey: ExchangeJourney, database: Travelling): Promise<SavedDatabase> {
  const name = nameAtCentre(journey.box, database);
  const { rows } = await journey.nano.use(name).list({ include_docs: true, attachments: true } as object);
  const documents = rows.flatMap(({ doc }) => (doc && !doc._id.startsWith('_design/') ? [doc] : []));
  const path = await checkpointPath(journey, database);
  const checkpoint: unknown = await journey.nano.request({ db: name, path }).catch(() => null);
  return { documents, checkpoint: checkpoint as SavedDatabase['checkpoint'] };
}

/** Sets the database back to what was saved. */
export async function restoreDatabase(
  journey: ExchangeJourney,
  database: Travelling,
  { documents, checkpoint }: SavedDatabase,
): Promise<void> {
  const { nano, box } = journey;
  const name = nameAtCentre(box, database);
  await loseDatabase(nano, name);
  await prepareFacility({ nano, box, password: PASSWORD });
  await nano.use(name).bulk({ docs: documents, new_edits: false });
  await settle();
  if (!checkpoint) return;
  const { _rev, ...body } = checkpoint;
  await nano.request({ db: name, path: checkpoint._id, method: 'PUT', body });
}

async function checkpointPath(
  { nano, box, databases }: ExchangeJourney,
  database: Travelling,
): Promise<string> {
  const { uuid } = (await nano.request({ path: '' })) as { uuid: string };
  const ids: Partial<DatabaseIds> = {};
  for (const one of ['records', 'papers', 'shared', 'inbox'] as const) {
    const local = databases[one] as PouchDB.Database & { id(): Promise<string> };
    ids[one] = await local.id();
  }
  return checkpointIds(box, ids as DatabaseIds, uuid)[database];
}
