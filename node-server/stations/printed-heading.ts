import { ageText } from '../../records/birth-date.js';
import { printedPatientId, type PatientId } from '../../records/ids.js';
import type { Demographics, FacilityRecord } from '../../records/people.js';
import type { PrintedFacility, PrintedPatient } from '../../templates/print/printed.js';

/** The facility on top of a paper. */
export function printedFacility(profile: FacilityRecord): PrintedFacility {
  const { name, level, hfr, block, district } = profile;
  return { name, level, ...(hfr && { hfr }), ...(block && { block }), ...(district && { district }) };
}

/** The patient on a paper, as old as on the day that it is about. */
export function printedPatient(person: Demographics & { id: PatientId }, day: string): PrintedPatient {
  const { name, sex, birthDate, birthDateEstimated, relative, village, mobile, abha } = person;
  const age = birthDate && ageText(birthDate, day, birthDateEstimated);
  return {
    id: printedPatientId(person.id),
    name,
    sex,
    ...(age && { age: { value: age.value, unit: age.unit, ...(age.about && { estimated: true }) } }),
    ...(relative && { relative }),
    ...(village && { village }),
    ...(mobile && { mobile }),
    ...(abha && { abha }),
  };
}
