import { firstRevision } from '../../records/first-revision.js';
import { putKey, type JsonObject } from './json.js';

/**
 * PouchDB gives a document back with `_id` behind all other keys; its revision was made while `_id` stood where the
 * writer put it. Finds that place anew, so that a receiver who writes the record gets the same revision.
 */
export class KeyOrder {
  /** by type: where `_id` stood last */
  readonly #places = new Map<string, number>();

  /** The record with its keys in the order of which `revision` is the MD5; null where there is none. */
  restore(record: JsonObject, revision: string): JsonObject | null {
    if (!revision.startsWith('1-')) return null;
    const keys = Object.keys(record).filter((key) => key !== '_id');
    const type = JSON.stringify(record['type']);
    const asGiven = Object.keys(record).indexOf('_id');
    const usual = Math.min(this.#places.get(type) ?? asGiven, keys.length);
    const body = ordered(record, keys, usual);
    if (firstRevision(body) === revision) {
      this.#places.set(type, usual);
      return body;
    }
    for (let place = 0; place <= keys.length; place += 1) {
      const other = ordered(record, keys, place);
      if (firstRevision(other) !== revision) continue;
      this.#places.set(type, place);
      return other;
    }
    return null;
  }
}

function ordered(record: JsonObject, keys: readonly string[], place: number): JsonObject {
  const body: JsonObject = {};
  for (let i = 0; i <= keys.length; i += 1) {
    if (i === place) body['_id'] = record['_id'] ?? null;
    const key = keys[i];
    if (key !== undefined) putKey(body, key, record[key] ?? null);
  }
  return body;
}
