import type { PatientId } from '../../records/ids.js';
import { PersonLinks, readLink } from '../../records/person-links.js';
import { PATIENTS_DATABASE } from '../centre-databases.js';
import { LINKS_OF_PATIENT } from './persons-design.js';
import type { CouchDocument, RouterCouch } from './router-couch.js';

/** Somebody to whom people tied more ids than this is a mistake of theirs. */
const MOST_IDS = 8;

export interface TiedPatients {
  links: PersonLinks;
  /** the decisions about them, those that were undone too */
  decisions: CouchDocument[];
}

/** All decisions that ever tied these patients to others, over however many steps, and which of them were called two. */
export function readPersonLinks(couch: RouterCouch, patients: readonly PatientId[]): Promise<TiedPatients> {
  return followLinks(patients, async (fresh, isKnown) => {
    const rows = await couch.idsUnder(PATIENTS_DATABASE, LINKS_OF_PATIENT, fresh);
    const unread = [...new Set(rows.map(({ id }) => id))].filter((id) => !isKnown(id));
    return unread.length > 0 ? ((await couch.fetch(PATIENTS_DATABASE, unread)) ?? []) : [];
  });
}

/** @param read the decisions about any of these patients, but those that are known */
export async function followLinks(
  patients: readonly PatientId[],
  read: (fresh: PatientId[], isKnown: (id: string) => boolean) => Promise<(CouchDocument | null)[]>,
): Promise<TiedPatients> {
  const seen = new Set(patients);
  const found = new Map<string, CouchDocument>();
  const links = new PersonLinks();
  const most = seen.size * MOST_IDS;
  for (let fresh = [...seen]; fresh.length > 0 && seen.size < most;) {
    const documents = await read(fresh, (id) => found.has(id));
    fresh = [];
    for (const document of documents) {
      const link = document && readLink(document);
      if (!link) continue;
      found.set(link._id, document);
      links.apply(link);
      // From somebody else nothing follows.
      if (link.decision === 'different' && !link.earlier) continue;
      for (const patient of [link.a, link.b]) {
        if (seen.has(patient)) continue;
        seen.add(patient);
        fresh.push(patient);
      }
    }
  }
  return { links, decisions: [...found.values()].sort((a, b) => (a._id < b._id ? -1 : 1)) };
}
