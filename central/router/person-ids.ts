import type { PatientId } from '../../records/ids.js';
import { PATIENTS_DATABASE } from '../centre-databases.js';
import { SAME_PERSON } from '../history/history-design.js';
import type { RouterCouch } from './router-couch.js';

/** Somebody whom people gave more ids than this is a mistake of theirs. */
const MOST_IDS = 8;

/** All ids that decisions tie to these patients, over however many steps, and the ids of those decisions. */
export async function personIds(
  couch: RouterCouch,
  patients: readonly PatientId[],
): Promise<{ ids: PatientId[]; links: string[] }> {
  const ids = new Set(patients);
  const links = new Set<string>();
  const most = ids.size * MOST_IDS;
  for (let fresh = [...ids]; fresh.length > 0 && ids.size < most;) {
    const rows = await couch.idsUnder(PATIENTS_DATABASE, SAME_PERSON, fresh);
    fresh = [];
    for (const { id } of rows) {
      links.add(id);
      for (const patient of patientsOfLink(id)) {
        if (ids.has(patient)) continue;
        ids.add(patient);
        fresh.push(patient);
      }
    }
  }
  return { ids: [...ids], links: [...links].sort() };
}

/** `link:BR1042-000001-7:BR0977-000004-X` → both. */
function patientsOfLink(id: string): PatientId[] {
  return id
    .split(':')
    .slice(1)
    .map((part) => `patient:${part}`);
}
