import type { ServerScope } from 'nano';
import { BOXES_DATABASE } from '../centre-databases.js';
import { readDocument } from '../read-document.js';

/** In `boxes`, which only the role `centre` reads. */
export const VERSION_ID = 'centre:version';

interface VersionDocument {
  type: 'centre-version';
  /** of the last step that was taken whole */
  version: number;
  /** UTC */
  at: string;
}

/** 0: no step was taken yet. */
export async function readVersion(nano: ServerScope): Promise<number> {
  return (await readDocument<VersionDocument>(nano, BOXES_DATABASE, VERSION_ID))?.version ?? 0;
}

/** Refused by CouchDB (409) where somebody else wrote one in between. */
export async function writeVersion(nano: ServerScope, version: number, at: string): Promise<void> {
  const standing = await readDocument<VersionDocument>(nano, BOXES_DATABASE, VERSION_ID);
  const document = { type: 'centre-version' as const, version, at };
  await nano
    .use<VersionDocument>(BOXES_DATABASE)
    .insert({ ...document, ...(standing ? { _rev: standing._rev } : {}) }, VERSION_ID);
}
