import { createHash } from 'node:crypto';
import { facilityDatabase, inboxDatabase, papersDatabase, type BoxId } from '../../records/ids.js';
import type { DatabaseIds, Sequence, Travelling } from './messages.js';

/** PouchDB and CouchDB keep so many steps of a replication's history. */
const HISTORY = 5;

/**
 * What stock replication keeps on both sides (`_local` documents of one name): where both name one session, it goes on
 * behind `last_seq` of the source; else behind the latest session that both remember.
 */
export interface Checkpoint {
  session_id: string;
  last_seq: Sequence;
  history: { session_id: string; last_seq: Sequence }[];
  replicator: 'pouchdb';
  version: 1;
}

/** What a database of this box is called at the centre. */
export function nameAtCentre(box: BoxId, database: Travelling): string {
  const names = { records: facilityDatabase(box), papers: papersDatabase(box), inbox: inboxDatabase(box) };
  return database === 'shared' ? database : names[database];
}

/**
 * The names of the checkpoints between a box and its centre, as PouchDB makes them where no filter is given.
 *
 * @param here PouchDB's ids of the box's databases
 * @param uuid of the CouchDB server
 */
export function checkpointIds(box: BoxId, here: DatabaseIds, uuid: string): DatabaseIds {
  const there = (database: Travelling): string => uuid + nameAtCentre(box, database);
  return {
    records: checkpointId(here.records, there('records')),
    papers: checkpointId(here.papers, there('papers')),
    shared: checkpointId(there('shared'), here.shared),
    inbox: checkpointId(there('inbox'), here.inbox),
  };
}

/** As PouchDB names the checkpoint of a replication without a filter. */
function checkpointId(source: string, target: string): string {
  const digest = createHash('md5')
    .update(source + target, 'latin1')
    .digest('base64');
  return `_local/${digest.replaceAll('/', '.').replaceAll('+', '_')}`;
}

/**
 * The checkpoint that follows; null where it stands there already. Its session is made of its name and its sequence,
 * so that both sides know it without telling, and a side that missed its turn writes the same one later.
 */
export function nextCheckpoint(id: string, standing: Checkpoint | null, to: Sequence): Checkpoint | null {
  if (standing?.last_seq === to) return null;
  const session = createHash('sha256').update(`${id}\n${to}`).digest('hex').slice(0, 32);
  const before = standing?.history.filter(({ session_id }) => session_id !== session) ?? [];
  return {
    session_id: session,
    last_seq: to,
    history: [{ session_id: session, last_seq: to }, ...before].slice(0, HISTORY),
    replicator: 'pouchdb',
    version: 1,
  };
}

/** Whether this checkpoint stands at a sequence, or stood there not long ago. */
export function remembers(checkpoint: Checkpoint | null, sequence: Sequence): boolean {
  return (
    checkpoint?.last_seq === sequence ||
    (checkpoint?.history.some(({ last_seq }) => last_seq === sequence) ?? false)
  );
}
