import { firstRevision } from './first-revision.js';

/**
 * Does a document's revision fit its content? The first one is told by the content and by where `_id` stood among the
 * keys when it was written; a store gives `_id` back elsewhere. `no`: one of the two was changed; `again`: written a
 * second time; `unknown`: it came without a revision. No proof against somebody who means it, for anybody can reckon
 * an MD5: that is the seals' work.
 */
export function fitsRevision(document: object): 'yes' | 'no' | 'again' | 'unknown' {
  const { _id, _rev, ...fields } = document as { _id?: unknown; _rev?: unknown };
  if (typeof _rev !== 'string') return 'unknown';
  if (!_rev.startsWith('1-')) return 'again';
  const entries = Object.entries(fields);
  const idAt = (place: number): object => Object.fromEntries(entries.toSpliced(place, 0, ['_id', _id]));
  // A box writes it before `type`; earlier ones may have had it elsewhere.
  if (firstRevision(idAt(entries.findIndex(([key]) => key === 'type'))) === _rev) return 'yes';
  for (let place = 0; place <= entries.length; place += 1) {
    if (firstRevision(idAt(place)) === _rev) return 'yes';
  }
  return 'no';
}
