import { inboxDatabase, parsePatientId } from '../../../records/ids.js';
import type { Copy } from '../copy.js';
import type { CouchDocument } from '../router-couch.js';

/**
 * A decision in `patients` goes to the homes of both patients; one that was undone or decided anew goes again, and the
 * later word counts.
 */
export function routeLink(document: CouchDocument): Copy[] {
  const { _id, _rev, _conflicts, ...decision } = document;
  const patients = [decision['a'], decision['b']].map((id) => (typeof id === 'string' ? id : ''));
  const homes = new Set(patients.flatMap((id) => parsePatientId(id)?.box ?? []));
  return [...homes].map((home) => ({
    database: inboxDatabase(home),
    id: _id,
    body: decision,
    // Only the centre decides, in one place: what stands in an inbox is an older word of it.
    merge: () => decision,
    elsewhere: [],
  }));
}
