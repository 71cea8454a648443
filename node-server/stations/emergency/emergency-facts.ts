import type { Request } from '@hapi/hapi';
import { dayOf } from '../../../records/day.js';
import { foldHistory } from '../../../records/history-fold.js';
import type { KnownPatient } from '../../../records/patient-directory.js';
import { sees } from '../../access/closed-page.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { medicineRow, resultText } from '../doctor/history-words.js';
import { loadVisits } from '../load-history.js';
import { loadPerson } from '../load-person.js';

/** Code of the lab list's test for ABO and Rh. */
const BLOOD_GROUP = 'ABORH';

/** What must be known of a patient at once, of the visits that this reader may see. */
export async function emergencyFacts(facility: Facility, request: Request, patient: KnownPatient) {
  const language = languageOf(request);
  const t = translator(request);
  const { reference } = facility;
  const [person, all] = await Promise.all([
    loadPerson(facility, patient.id),
    loadVisits(facility, patient.id),
  ]);
  const visits = all.filter(({ id }) => sees(facility, request, patient.id, id));
  const history = foldHistory(person, visits, {
    today: facility.today(),
    highRisk: new Set(),
    highRiskDays: 0,
  });
  const blood = history.tests.find(({ test }) => test === BLOOD_GROUP)?.values.at(-1);
  const { mobile, relative, village } = patient;
  return {
    blood: blood
      ? `${blood.value} · ${resultText(reference, { test: BLOOD_GROUP, ...blood }, language)}`
      : '',
    bloodDay: blood?.day ?? '',
    allergies: history.allergies.map(({ substance, reaction, severity, at }) => ({
      text: [substance, reaction].filter(Boolean).join(': '),
      severe: severity === 'severe',
      day: dayOf(at),
    })),
    medicines: history.currentMedicines.map((medicine) => medicineRow(medicine, reference, language, t)),
    problems: history.problems.map(({ text, since }) => ({ text: text[language], since })),
    mobile: mobile ?? '',
    relative: relative ? t(`person.relation.${relative.relation}`, { name: relative.name }) : '',
    village: village ?? '',
    /** something stands in the record that is closed to this reader */
    restricted: visits.length < all.length || !sees(facility, request, patient.id, null),
  };
}
