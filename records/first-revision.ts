import { createHash } from 'node:crypto';

/**
 * The revision that PouchDB gives a document that it had not before: the MD5 of its JSON, whose characters it takes
 * by their lowest byte (`pouchdb-utils` rev, `pouchdb-md5` stringMd5). The order of the keys counts.
 */
export function firstRevision(document: object): string {
  return `1-${createHash('md5').update(JSON.stringify(document), 'latin1').digest('hex')}`;
}
