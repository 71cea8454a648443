import { join } from 'node:path';
import leveldown from 'leveldown';
import { FacilityError } from '../../records/facility-error.js';
import { isRevisionTree } from './revision-tree.js';
import { storeError } from './store-error.js';

interface Level {
  open(options: object, callback: (error?: Error) => void): void;
  close(callback: (error?: Error) => void): void;
  iterator(options: object): {
    next(callback: (error: Error | undefined, key?: Buffer, value?: Buffer) => void): void;
    end(callback: (error?: Error) => void): void;
  };
}

// The published types describe an older module shape.
const openLevel = leveldown as unknown as (location: string) => Level;

const SEQUENCES = 'by-sequence';
const DOCUMENTS = 'document-store';
const BINARIES = 'attach-binary-store';

/**
 * The documents of a store that nobody has open, in the order in which they were written, each version of one that was
 * written again, with `_rev`. Read past PouchDB, which leaves out what was overwritten and ends the process over a
 * damaged row. Throws `store-locked`; `store-damaged`, naming the row.
 */
export async function* closedStoreDocuments(folder: string, name = 'records'): AsyncGenerator<object> {
  const level = openLevel(join(folder, name));
  // Not `createIfMissing`: an audit makes nothing.
  await done((callback) => level.open({ createIfMissing: false }, callback));
  const iterator = level.iterator({});
  /** by id: sequence and revision of its latest version */
  const latest = new Map<string, string>();
  try {
    for (;;) {
      const row = await nextRow(iterator);
      if (!row) break;
      const { store, key, value } = row;
      if (store === BINARIES) continue;
      const parsed = parse(value, `${store} ${key}`);
      if (store === SEQUENCES) {
        const { _id, _rev } = (parsed ?? {}) as { _id?: unknown; _rev?: unknown };
        if (typeof _id !== 'string' || typeof _rev !== 'string') throw damaged(`${store} ${key}`);
        latest.set(_id, `${Number(key)} ${_rev}`);
        yield parsed as object;
      } else if (store === DOCUMENTS) checkIndex(key, parsed, latest);
    }
    // A document that its index doesn't know is seen by nobody.
    const [lost] = latest.keys();
    if (lost !== undefined) throw damaged(lost);
  } finally {
    await done((callback) => iterator.end(callback));
    await done((callback) => level.close(callback));
  }
}

/** What PouchDB finds a document by must lead to its latest version. */
function checkIndex(id: string, parsed: unknown, latest: Map<string, string>): void {
  const index = parsed as {
    id?: unknown;
    winningRev?: string;
    rev_map?: Record<string, number>;
    rev_tree?: unknown;
  };
  const { winningRev = '', rev_map: sequences, rev_tree: tree, id: own } = index ?? {};
  const known = latest.get(id);
  latest.delete(id);
  const digest = String(winningRev).split('-')[1] ?? '';
  const leads =
    isRevisionTree(tree) && own === id && known === `${sequences?.[winningRev] ?? ''} ${winningRev}`;
  if (!leads || !JSON.stringify(tree).includes(JSON.stringify(digest))) throw damaged(id);
}

async function nextRow(
  iterator: ReturnType<Level['iterator']>,
): Promise<{ store: string; key: string; value: string } | null> {
  return new Promise((resolve, reject) => {
    iterator.next((error, key, value) => {
      if (error) reject(damaged('a file', error));
      else if (key === undefined) resolve(null);
      else {
        // `ÿby-sequenceÿ0000000000000001`
        const [, store = '', ...rest] = key.toString().split('ÿ');
        resolve({ store, key: rest.join('ÿ'), value: String(value) });
      }
    });
  });
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Without the cause: it quotes the text.
    throw damaged(where);
  }
}

function done(start: (callback: (error?: Error) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (!error) return resolve();
      const named = storeError(error);
      reject(named.code === 'store-locked' ? named : damaged('a file', error));
    });
  });
}

function damaged(where: string, cause?: unknown): FacilityError {
  return new FacilityError('store-damaged', `The store is damaged: ${where} cannot be read.`, {
    hint: 'hints.restoreLastBackup',
    ...(cause === undefined ? {} : { cause }),
  });
}
