import type { ReferralSummary } from '../../../records/care.js';
import { dayOf } from '../../../records/day.js';
import { maskedMobile } from '../../../records/mobile.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { ageAndSex } from '../person-line.js';
import { showVitals, type ShownVitals } from '../vitals/vitals-view.js';

/** What a referral tells of the patient, for the partial `referral-summary`. */
export interface SummaryWords {
  person: string[];
  complaints: string[];
  vitals: ShownVitals | null;
  diagnoses: { code: string; text: string }[];
  medicines: string[];
  allergies: string[];
  doctor: string;
  withheld: boolean;
}

/** `at`: when it was written, by which the patient's age and the readings are judged. */
export function summaryWords(
  { reference }: Facility,
  summary: ReferralSummary,
  at: string,
  language: Language,
  t: Translate,
): SummaryWords {
  const { person, complaints = [], vitals, diagnoses = [], medicines = [], allergies = [] } = summary;
  const { relative, village, mobile } = person;
  return {
    person: [
      person.name,
      ageAndSex(person, t, dayOf(at)),
      relative && t(`person.relation.${relative.relation}`, { name: relative.name }),
      village,
      mobile && maskedMobile(mobile),
    ].filter((part) => part !== undefined),
    complaints,
    vitals: vitals ? showVitals({ ...vitals, at }, person, reference.vitals, language) : null,
    diagnoses: diagnoses.map(({ code = '', text }) => ({ code, text: text[language] })),
    medicines,
    allergies,
    doctor: summary.doctor?.[language] ?? '',
    withheld: summary.withheld ?? false,
  };
}
