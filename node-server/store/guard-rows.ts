import { STAND_IN_ID, UNKNOWN_SEQUENCE, type RowName } from '../../records/damaged-row.js';
import { isRevisionTree } from './revision-tree.js';

type Answer = (error: Error | null | undefined, value?: unknown) => void;
type NextAnswer = (error?: Error | null, key?: unknown, value?: unknown) => void;

/** The reading half of a leveldown store. */
export interface LevelReads {
  _get(key: unknown, options: object, callback: Answer): void;
  _iterator(options: object): { _next(callback: NextAnswer): unknown };
}

/** PouchDB's stores within one LevelDB, and what it must find in a row of theirs. */
const SHAPES: Record<string, (row: Row, key: string) => boolean> = {
  'by-sequence': ({ _id, _rev }) => typeof _id === 'string' && typeof _rev === 'string',
  'document-store': ({ id, seq, winningRev, rev_map: map, rev_tree: tree }, key) =>
    id === key &&
    typeof seq === 'number' &&
    typeof winningRev === 'string' &&
    typeof (map as Record<string, unknown> | undefined)?.[winningRev] === 'number' &&
    isRevisionTree(tree),
  'local-store': ({ _id }) => typeof _id === 'string',
  'meta-store': () => true,
};

type Row = Record<string, unknown>;

const STAND_IN_REVISION = '1-damaged';
/** More than feeds read ahead of the index rows that PouchDB asks for. */
const MOST_UNDER_WAY = 1_000;

/**
 * Keeps rows that were damaged on the disk from PouchDB, which throws over one outside of any promise and so ends the
 * process, or takes it for one that was never written. In its place comes a document that `intact` knows; `onDamaged`
 * hears of each. Reads cost one more `JSON.parse` for it.
 */
export function guardRows(level: LevelReads, onDamaged: (row: RowName) => void): void {
  const get = level._get.bind(level);
  const iterate = level._iterator.bind(level);
  /** sequences of the documents that feeds read last, whose index rows PouchDB asks for next */
  const underWay = new Map<string, number>();

  const remember = (id: string, sequence: number): void => {
    underWay.set(id, sequence);
    const [oldest] = underWay.size > MOST_UNDER_WAY ? underWay.keys() : [];
    if (oldest !== undefined) underWay.delete(oldest);
  };

  level._get = (key, options, callback) => {
    const [store, id] = splitKey(key);
    get(key, options, (error, value) => {
      const sequence = underWay.get(id);
      const isMissing = /notfound/i.test(error?.message ?? '');
      if (!(store in SHAPES)) return callback(error, value);
      if (!error && readRow(store, id, value) !== null) return callback(null, value);
      if (isMissing && !isMissed(store, id, sequence)) return callback(error);
      // Sequence 0 is where the stand-in of an index row leads.
      if (!id.startsWith(STAND_IN_ID) && Number(id) !== 0) onDamaged(`${store} ${id}`);
      // PouchDB would begin to count anew; who opens the store sees to that.
      if (store === 'meta-store') return callback(error ?? new Error('NotFound'));
      callback(null, JSON.stringify(standIn(store, id, sequence)));
    });
  };

  level._iterator = (options) => {
    const iterator = iterate(options);
    const next = iterator._next.bind(iterator);
    let [store] = splitKey(Object.values(options).find((bound) => splitKey(bound)[0] in SHAPES));
    let isOver = false;
    iterator._next = (callback) => {
      if (isOver) {
        process.nextTick(callback);
        return iterator;
      }
      return next((error, key, value) => {
        if (error && store in SHAPES) {
          // PouchDB does not listen for it. A block of the file is lost, nobody knows with which rows.
          isOver = true;
          onDamaged(`by-sequence ${UNKNOWN_SEQUENCE}`);
          const key = store === 'by-sequence' ? UNKNOWN_SEQUENCE : STAND_IN_ID + UNKNOWN_SEQUENCE;
          callback(null, `ÿ${store}ÿ${key}`, JSON.stringify(standIn(store, key)));
          return;
        }
        if (error || key === undefined) return callback(error, key, value);
        let id: string;
        [store, id] = splitKey(key);
        if (!(store in SHAPES)) return callback(null, key, value);
        const row = readRow(store, id, value);
        if (row !== null) {
          if (store === 'by-sequence') remember(String(row['_id']), Number(id));
          return callback(null, key, value);
        }
        onDamaged(`${store} ${id}`);
        callback(null, key, JSON.stringify(standIn(store, id)));
      });
    };
    return iterator;
  };
}

/** Where a row that is not there must have been: one that a feed or an index speaks of. */
function isMissed(store: string, id: string, sequence: number | undefined): boolean {
  if (store === 'document-store') return sequence !== undefined || id.startsWith(STAND_IN_ID);
  return store === 'by-sequence' && /^\d+$/.test(id);
}

/** The least that PouchDB can go on with, in the shape of that store's rows. */
function standIn(store: string, id: string, sequence?: number): object {
  const damagedRow = `${store} ${id}`;
  if (store === 'by-sequence') return { _id: STAND_IN_ID + id, _rev: STAND_IN_REVISION, damagedRow };
  if (store === 'local-store') return { _id: id, _rev: '0-0', damagedRow };
  const seq = id.startsWith(STAND_IN_ID) ? Number(id.slice(STAND_IN_ID.length)) : (sequence ?? 0);
  return {
    id,
    seq,
    winningRev: STAND_IN_REVISION,
    deleted: false,
    rev_map: { [STAND_IN_REVISION]: seq },
    rev_tree: [{ pos: 1, ids: ['damaged', { status: 'available' }, []] }],
  };
}

/** Null where PouchDB could not read it. */
function readRow(store: string, key: string, value: unknown): Row | null {
  try {
    const row = JSON.parse(String(value)) as Row | null;
    return row !== null && SHAPES[store]?.(row, key) === true ? row : null;
  } catch {
    return null;
  }
}

/** `ÿby-sequenceÿ0000000000000017` */
function splitKey(key: unknown): [store: string, id: string] {
  const [, store = '', ...rest] = String(key).split('ÿ');
  return [store, rest.join('ÿ')];
}
