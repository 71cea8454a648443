import { conflict, type CouchError } from './couch-error.js';
import type { Document, Pouch } from './pouch.js';

/** What stands already where a document would be written. */
export type Standing =
  { is: 'known' } | { is: 'refused'; error: CouchError } | { is: 'writable'; oldDoc: Document | null };

/** For an ordinary edit: `_rev` must name a leaf, and a document that stands must be named. */
export async function standingForEdit(pouch: Pouch, document: Document): Promise<Standing> {
  const leaves = await readLeaves(pouch, document._id);
  if (document._rev === undefined) {
    const stands = leaves.some((leaf) => !leaf._deleted);
    return stands ? { is: 'refused', error: conflict() } : { is: 'writable', oldDoc: null };
  }
  const leaf = leaves.find(({ _rev }) => _rev === document._rev);
  return leaf ? { is: 'writable', oldDoc: leaf } : { is: 'refused', error: conflict() };
}

/**
 * For a replicated revision (`new_edits: false`): the nearest ancestor on disk. Where there is none, the current
 * winner: stricter than CouchDB, which gives null there, and so lets a second first revision of a standing document
 * pass as a conflict. A revision that is here already is neither validated nor written again.
 */
export async function standingForReplica(pouch: Pouch, document: Document): Promise<Standing> {
  const winner = await readRevision(pouch, document._id);
  const leaves = winner ? [winner] : await readLeaves(pouch, document._id);
  if (leaves.length === 0) return { is: 'writable', oldDoc: null };
  const [rev = '', ...ancestors] = lineage(document);
  if (await readRevision(pouch, document._id, rev)) return { is: 'known' };
  for (const ancestor of ancestors) {
    const oldDoc = await readRevision(pouch, document._id, ancestor);
    if (oldDoc) return { is: 'writable', oldDoc };
  }
  return { is: 'writable', oldDoc: winner };
}

/** A document's own revision and those before it, newest first. */
function lineage(document: Document): string[] {
  const revisions = document['_revisions'] as { start: number; ids: string[] } | undefined;
  if (!revisions) return document._rev === undefined ? [] : [document._rev];
  return revisions.ids.map((id, index) => `${revisions.start - index}-${id}`);
}

async function readLeaves(pouch: Pouch, id: string): Promise<Document[]> {
  try {
    const leaves = await pouch.get(id, { open_revs: 'all' });
    return leaves.flatMap((leaf) => ('ok' in leaf ? [leaf.ok as Document] : []));
  } catch (error) {
    if ((error as { status?: number }).status === 404) return [];
    throw error;
  }
}

async function readRevision(pouch: Pouch, id: string, rev?: string): Promise<Document | null> {
  try {
    return await pouch.get(id, rev === undefined ? {} : { rev });
  } catch (error) {
    if ((error as { status?: number }).status === 404) return null;
    throw error;
  }
}
