import memory from 'pouchdb-adapter-memory';
import leveldb from 'pouchdb-adapter-leveldb';
import PouchDB from 'pouchdb-core';
import find from 'pouchdb-find';

PouchDB.plugin(memory).plugin(leveldb).plugin(find);

export type Pouch = PouchDB.Database;

/** A document as it travels: PouchDB checks the rest. */
export interface Document {
  _id: string;
  _rev?: string;
  _deleted?: boolean;
  [field: string]: unknown;
}

/**
 * Opens one PouchDB. `place` is a folder ending in `/` (LevelDB) or a prefix of its own (memory). PouchDB's LevelDB
 * adapter doesn't fsync, so a power cut can lose the last writes: accepted here, for demo and tests.
 */
export function openPouch(adapter: 'memory' | 'leveldb', place: string, name: string): Pouch {
  // A name may hold `/`, which must not become a folder; `%` is in no database's name.
  return new PouchDB(place + encodeURIComponent(name), { adapter });
}
