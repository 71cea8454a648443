import { ageInDays } from '../../../records/age-in-days.js';
import type { WhoseResult } from '../../../records/lab-flag.js';
import { mayBePregnant } from '../../../records/person-doubts.js';
import type { VisitView } from '../../../records/visit-fold.js';
import type { Facility } from '../../facility.js';

/** What decides which reference range counts: age on the day of the visit, sex, pregnancy. */
export function whoseTest(facility: Facility, view: VisitView): WhoseResult {
  const person = facility.patients.get(view.patient);
  const ages = { today: view.day, rules: facility.workflow.people };
  const told = person?.category === 'pregnant' && mayBePregnant(person, ages);
  return {
    ageDays: ageInDays(person?.birthDate, view.day),
    sex: person?.sex ?? 'unknown',
    pregnant: person?.sex !== 'male' && (view.latestVitals?.pregnant ?? told),
  };
}
