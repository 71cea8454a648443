import { firstBox, type PatientId } from '../../records/ids.js';
import { PATIENTS_DATABASE, SHARED_DATABASE } from '../centre-databases.js';
import { facilityId, type FacilityDocument } from '../directory/facility-document.js';
import type { RouterCouch } from '../router/router-couch.js';
import type { IndexedPatient } from '../router/rules/indexed-patient.js';
import { isComparable } from './is-comparable.js';

/** A patient as who compares sees them. */
export interface PairPerson extends IndexedPatient {
  id: PatientId;
  /** the facility that gave the id, as the directory calls it */
  home: FacilityDocument['name'] | null;
}

/** Those of these patients who may be compared and shown, by id, in one question each to the index and the directory. */
export async function readPairPeople(
  couch: RouterCouch,
  ids: readonly PatientId[],
  now: number,
): Promise<Map<PatientId, PairPerson>> {
  const entries = ((await couch.fetch(PATIENTS_DATABASE, [...new Set(ids)])) ?? []).filter((found) => {
    const entry = found as unknown as IndexedPatient | null;
    return entry?.type === 'patient' && isComparable(entry, now);
  });
  const people = entries.map((found) => found as unknown as IndexedPatient & { _id: PatientId });
  const codes = [...new Set(people.map(({ box }) => firstBox(box)))];
  const listed = (await couch.fetch(SHARED_DATABASE, codes.map(facilityId))) ?? [];
  const names = new Map(
    codes.map((code, i) => [code, (listed[i] as unknown as FacilityDocument | null)?.name ?? null]),
  );
  return new Map(
    people.map((person) => [
      person._id,
      { ...person, id: person._id, home: names.get(firstBox(person.box)) ?? null },
    ]),
  );
}
