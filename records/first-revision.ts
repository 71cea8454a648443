import { createHash } from 'node:crypto';

/**
 * Does a document's revision fit its content? PouchDB's first revision is the MD5 of the document's JSON as it was
 * written, where `_id` stood before `type`. `no`: not as a box writes it; `again`: written a second time; `unknown`:
 * it came without a revision. No proof against somebody who means it, for anybody can reckon an MD5: it tells which
 * of the records of a broken stretch it was.
 */
export function fitsRevision(document: object): 'yes' | 'no' | 'again' | 'unknown' {
  const { _id, _rev, ...fields } = document as { _id?: unknown; _rev?: unknown };
  if (typeof _rev !== 'string') return 'unknown';
  const [generation, digest] = _rev.split('-');
  if (generation !== '1') return 'again';
  const written: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (key === 'type') written['_id'] = _id;
    written[key] = value;
  }
  // PouchDB takes the low byte of each character.
  const found = createHash('md5').update(JSON.stringify(written), 'binary').digest('hex');
  return found === digest ? 'yes' : 'no';
}
