import type { ReferralSummary } from '../../../records/care.js';
import { dayOf } from '../../../records/day.js';
import { summaryAllergies } from '../../../records/summary-allergies.js';
import { maskedMobile } from '../../../records/mobile.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Reference } from '../../../templates/reference.js';
import type { Facility } from '../../facility.js';
import { genericName, listedText } from '../doctor/history-words.js';
import { allergyWords } from '../allergy-words.js';
import { ageAndSex } from '../person-line.js';
import { showVitals, type ShownVitals } from '../vitals/vitals-view.js';
import { toldTestWords, type LaterResults, type ToldTests } from './told-test-words.js';

/** What a referral tells of the patient, for the partial `referral-summary`. */
export interface SummaryWords {
  person: string[];
  complaints: string[];
  vitals: ShownVitals | null;
  diagnoses: { code: string; text: string }[];
  medicines: string[];
  allergies: string[];
  tests: ToldTests;
  doctor: string;
  withheld: boolean;
}

/**
 * `at`: when it was written, by which the patient's age and the readings are judged.
 * @param later results that were told after it
 */
export function summaryWords(
  facility: Facility,
  summary: ReferralSummary,
  at: string,
  language: Language,
  t: Translate,
  later: readonly LaterResults[] = [],
): SummaryWords {
  const { reference } = facility;
  const { person, complaints = [], vitals, diagnoses = [], medicines = [] } = summary;
  const { relative, village, mobile } = person;
  return {
    person: [
      person.name,
      ageAndSex(person, t, dayOf(at)),
      relative && t(`person.relation.${relative.relation}`, { name: relative.name }),
      village,
      mobile && maskedMobile(mobile),
    ].filter((part) => part !== undefined),
    complaints: complaints.map((text) =>
      toldText(text, (what) => listedText(reference.complaints, what, language), language),
    ),
    vitals: vitals ? showVitals({ ...vitals, at }, person, reference.vitals, language) : null,
    diagnoses: diagnoses.map(({ code = '', text }) => ({ code, text: text[language] })),
    medicines: medicines.map((text) =>
      toldText(text, (what) => medicineText(reference, what, language), language),
    ),
    allergies: allergyWords(summaryAllergies(summary), t),
    tests: toldTestWords(facility, summary, later, language, t),
    doctor: summary.doctor?.[language] ?? '',
    withheld: summary.withheld ?? false,
  };
}

/** Senders write `बुखार (3 दिन)` and `Paracetamol 500 mg, 1-0-1 × 5 दिन`: their own words, said in the reader's language. */
function toldText(text: string, say: (what: string) => string, language: Language): string {
  const [, what = text, before = '', days = '', after = ''] =
    /^(.*?)( \(|, [^,]* × )(\d+) दिन(\)?)$/.exec(text) ?? [];
  if (days === '') return say(text);
  const unit = language === 'hi' ? 'दिन' : days === '1' ? 'day' : 'days';
  return `${say(what)}${before}${days} ${unit}${after}`;
}

function medicineText(reference: Reference, text: string, language: Language): string {
  if (language === 'en') return text;
  const listed = [...reference.drugs.values()]
    .filter(({ name }) => text === name.en || text.startsWith(`${name.en}, `))
    .sort((a, b) => b.name.en.length - a.name.en.length)[0];
  if (listed) return listed.name.hi + text.slice(listed.name.en.length);
  const generics = new Set([...reference.drugs.values()].map(({ generic }) => generic));
  const [, name = text, strength = ''] = /^(.*?)( \d.*)?$/.exec(text) ?? [];
  if (!generics.has(name)) return text;
  return genericName(reference, name, language) + strength.replace(/mg/g, 'मि.ग्रा.').replace(/ml/g, 'मि.ली.');
}
