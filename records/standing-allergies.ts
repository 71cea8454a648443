import { byTime } from './by-time.js';
import type { AllergyRecord } from './people.js';

/** Those in force, oldest first, of all that was written about a patient's allergies, in any order. */
export function standingAllergies(records: readonly AllergyRecord[]): AllergyRecord[] {
  const corrected = new Set(records.map(({ corrects }) => corrects));
  return records.filter(({ _id, refuted }) => refuted !== true && !corrected.has(_id)).sort(byTime);
}
