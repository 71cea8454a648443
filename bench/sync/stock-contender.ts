import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import { facilityDatabase, inboxDatabase } from '../../records/ids.js';
import { replicate } from '../../sync/replicator.js';
import type { Contender, ContenderOptions } from './contender.js';

PouchDB.plugin(httpAdapter);

/** PouchDB's own replication with nothing set: what everybody writes first. It gives up where the line breaks. */
export function stockContender({ databases, centre, box }: ContenderOptions): Contender {
  const stopping = new AbortController();
  const open = (name: string): PouchDB.Database =>
    new PouchDB(`${centre.url}/${name}`, {
      auth: { username: centre.user, password: centre.password },
      skip_setup: true,
    });
  const copy = async (source: PouchDB.Database, target: PouchDB.Database): Promise<void> => {
    await replicate(source, target, {}, stopping.signal);
  };
  return {
    push: () => copy(databases.records, open(facilityDatabase(box))),
    pull: async () => {
      await copy(open('shared'), databases.shared);
      await copy(open(inboxDatabase(box)), databases.inbox);
    },
    close: () => {
      stopping.abort(new Error('stopped'));
      return Promise.resolve();
    },
  };
}
