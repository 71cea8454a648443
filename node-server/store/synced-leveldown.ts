import leveldown from 'leveldown';
import type { RowName } from '../../records/damaged-row.js';
import { guardRows, type LevelReads } from './guard-rows.js';

type Callback = (error?: Error) => void;
type WriteOptions = { sync?: boolean };

interface LevelDownMethods extends LevelReads {
  _put(key: unknown, value: unknown, options: WriteOptions, callback: Callback): void;
  _del(key: unknown, options: WriteOptions, callback: Callback): void;
  _batch(operations: unknown, options: WriteOptions, callback: Callback): void;
}

// The published types describe an older module shape.
const openLevel = leveldown as unknown as {
  (location: string): LevelDownMethods;
  destroy(location: string, callback: Callback): void;
};

/**
 * LevelDB as PouchDB's `db` option, with an fsync before every write is acknowledged (law 3), and with rows that were
 * damaged on the disk kept from PouchDB: `onDamaged` hears of them. PouchDB's own adapter never asks for an fsync:
 * 0 fdatasync in 200 puts as it comes, 200 in 200 with this.
 */
export function syncedLeveldown(onDamaged: (row: RowName) => void): object {
  // PouchDB keeps its open databases by this function's name.
  function syncedStore(location: string): unknown {
    const store = openLevel(location);
    const put = store._put.bind(store);
    const del = store._del.bind(store);
    const batch = store._batch.bind(store);
    store._put = (key, value, options, callback) => {
      put(key, value, { ...options, sync: true }, callback);
    };
    store._del = (key, options, callback) => {
      del(key, { ...options, sync: true }, callback);
    };
    store._batch = (operations, options, callback) => {
      batch(operations, { ...options, sync: true }, callback);
    };
    guardRows(store, onDamaged);
    return store;
  }
  /** PouchDB calls this to delete a database's files. */
  syncedStore.destroy = (location: string, callback: Callback): void => {
    openLevel.destroy(location, callback);
  };
  return syncedStore;
}
