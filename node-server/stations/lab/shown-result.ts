import type { LabResultRecord, ResultFlag } from '../../../records/care.js';
import type { LabTest } from '../../../records/lab-test.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { travelWords, type TravelWords } from '../travel-words.js';

/** A result in a page's words. */
export interface ShownResult {
  /** number within the visit, as in its id */
  serial: string;
  value: string;
  unit: string;
  range: string;
  flag: ResultFlag;
  flagName: string;
  /** class of its tag */
  tone: 'good' | 'warn' | 'danger';
  note: string;
  at: string;
  by: string;
  /** of a critical one: has the centre got it? */
  travel: TravelWords | null;
}

export const TONES: Record<ResultFlag, ShownResult['tone']> = {
  normal: 'good',
  low: 'warn',
  high: 'warn',
  abnormal: 'warn',
  critical: 'danger',
};

export function showResult(
  facility: Facility,
  result: LabResultRecord,
  language: Language,
  t: Translate,
): ShownResult {
  const test = facility.reference.labTests.get(result.test);
  return {
    serial: result._id.slice(result._id.lastIndexOf(':') + 1),
    value: valueWords(test, result.value, language),
    unit: typeof result.value === 'number' ? unitWords(result.unit ?? '') : '',
    range: unitWords(rangeWords(test, result.range ?? '', language)),
    flag: result.flag,
    flagName: t(`lab.flags.${result.flag}`),
    tone: TONES[result.flag],
    note: result.note ?? '',
    at: result.at,
    by: facility.staff.find(result.by)?.name[language] ?? result.by,
    travel: travelWords(facility, result, language),
  };
}

/** `11.0` with the test's decimals, or the answer's name; an answer that the list no longer has, as written. */
export function valueWords(test: LabTest | undefined, value: number | string, language: Language): string {
  if (typeof value === 'number') return test ? value.toFixed(test.decimals) : String(value);
  return test?.answers.find(({ code }) => code === value)?.name[language] ?? value;
}

/** A coded test's range is its normal answer, which the records keep in English. */
export function rangeWords(test: LabTest | undefined, range: string, language: Language): string {
  if (test?.kind !== 'coded') return range;
  return test.answers.find(({ name }) => name.en === range)?.name[language] ?? range;
}

/** `10^3/uL` as it is printed: `10³/µL` */
export function unitWords(unit: string): string {
  return unit.replace('^3', '³').replace('^6', '⁶').replace('uL', 'µL');
}
