import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { damagedRecord, type RowName } from '../../records/damaged-row.js';
import { syncedLeveldown } from './synced-leveldown.js';
import { storeError } from './store-error.js';

PouchDB.plugin(leveldbAdapter);

/** The box's own ledger: every document but `_local` ones is a record. */
export type RecordsDatabase = PouchDB.Database<LedgerRecord>;
export type DownDatabase = PouchDB.Database;

export interface Databases {
  records: RecordsDatabase;
  shared: DownDatabase;
  inbox: DownDatabase;
  papers: DownDatabase;
}

/**
 * Opens one of a box's databases under its data folder; every write in it is fsynced.
 * Throws `store-locked` where another process has it open, `disk-full`, `store-damaged`.
 */
export async function openDatabase<T extends object>(
  folder: string,
  name: keyof Databases | 'taken-in' | 'histories',
  onDamaged: (row: RowName) => void = () => undefined,
): Promise<PouchDB.Database<T>> {
  await mkdir(join(folder, name), { recursive: true });
  const counts = new Set<RowName>();
  const options = {
    adapter: 'leveldb',
    db: syncedLeveldown((row) => {
      if (row.startsWith('meta-store')) counts.add(row);
      onDamaged(row);
    }),
    // Records are written once: one revision each, nothing to compact.
    auto_compaction: false,
    revs_limit: 1000,
  };
  const database = new PouchDB<T>(join(folder, name), options);
  try {
    await database.info();
  } catch (error) {
    throw storeError(error);
  }
  // PouchDB would take the counts for 0, and its next write the place of record 1.
  for (const row of counts) {
    await database.close();
    throw damagedRecord(row);
  }
  return database;
}

export async function openDatabases(folder: string, onDamaged?: (row: RowName) => void): Promise<Databases> {
  // `records` first: where another server holds the folder, nothing else gets opened.
  const records = await openDatabase<LedgerRecord>(folder, 'records', onDamaged);
  const [shared, inbox, papers] = await Promise.all([
    openDatabase(folder, 'shared'),
    openDatabase(folder, 'inbox'),
    openDatabase(folder, 'papers'),
  ]);
  return { records, shared, inbox, papers };
}
