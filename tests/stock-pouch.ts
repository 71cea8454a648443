import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import replication from 'pouchdb-replication';

/** PouchDB as anybody has it. Made once: a process can't take in its replication twice. */
export const StockPouch = PouchDB.plugin(httpAdapter).plugin(replication);
