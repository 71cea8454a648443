import type { JsonObject } from './object-column.js';
import { firstRevision } from './first-revision.js';

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
    const { _id, ...rest } = record;
    const keys = Object.keys(rest);
    const type = JSON.stringify(record['type']);
    const asGiven = Object.keys(record).indexOf('_id');
    const usual = Math.min(this.#places.get(type) ?? asGiven, keys.length);
    for (const place of new Set([usual, asGiven, ...keys.keys(), keys.length])) {
      const ordered: JsonObject = {};
      keys.forEach((key, i) => {
        if (i === place) ordered['_id'] = _id ?? null;
        ordered[key] = rest[key] ?? null;
      });
      if (place >= keys.length) ordered['_id'] = _id ?? null;
      if (firstRevision(ordered) === revision) {
        this.#places.set(type, place);
        return ordered;
      }
    }
    return null;
  }
}
