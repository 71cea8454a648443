import type { Day } from '../../../records/day.js';
import type { Words } from '../../../records/envelope.js';
import { doseInstruction } from '../../../records/dose-instruction.js';
import type { Medicine } from '../../../records/medicine-timeline.js';
import type { TestHistory } from '../../../records/test-history.js';
import type { LabResultRecord } from '../../../records/care.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Reference } from '../../../templates/reference.js';
import { rangeWords } from '../lab/shown-result.js';
import { returnedWords } from '../returned-words.js';
import { sparkline, type Sparkline } from './sparkline.js';

/** A drug's name in the page's language; a medicine that the list no longer has keeps its own. */
export function drugName(
  reference: Reference,
  { drug, name }: { drug?: string | null; name: string },
  language: Language,
): string {
  return (drug ? reference.drugs.get(drug)?.name[language] : undefined) ?? name;
}

/** A substance in the page's language, by the first medicine of the list that is made of it: its name up to the strength. */
export function genericName(reference: Reference, generic: string, language: Language): string {
  if (language === 'en') return generic;
  const made = [...reference.drugs.values()].find((drug) => drug.generic === generic);
  return made?.name.hi.split(/ (?=\d)/)[0] ?? generic;
}

export function testName(reference: Reference, code: string, language: Language): string {
  return reference.labTests.get(code)?.name[language] ?? code;
}

/** A result's value as people say it: coded answers by name. */
export function resultText(
  reference: Reference,
  { test, value, unit }: Pick<LabResultRecord, 'test' | 'value'> & { unit?: string | null | undefined },
  language: Language,
): string {
  if (typeof value === 'number') return unit ? `${value} ${unit}` : String(value);
  return reference.labTests.get(test)?.answers.find(({ code }) => code === value)?.name[language] ?? value;
}

/** Complaints and advice are kept in Hindi; those of the lists have English words, too. */
export function listedText(list: WordList, text: string, language: Language): string {
  return language === 'hi' ? text : (listedWords(list, text)?.[language] ?? text);
}

type WordList = ReadonlyMap<string, { name: Words }>;

/** An entry of a list by its Hindi name. */
export function listedWords(list: WordList, text: string): Words | undefined {
  for (const { name } of list.values()) if (name.hi === text) return name;
  return undefined;
}

export interface MedicineRow {
  name: string;
  instruction: string;
  from: Day;
  to: Day;
  current: boolean;
  prescribed: number;
  dispensed: number;
  returned: string[];
}

export function medicineRow(
  medicine: Medicine,
  reference: Reference,
  language: Language,
  t: Translate,
): MedicineRow {
  const { from, to, current, prescribed, dispensed } = medicine;
  return {
    name: drugName(reference, medicine, language),
    instruction: doseInstruction(medicine.dose, reference.doses)[language],
    from,
    to,
    current,
    prescribed,
    dispensed,
    returned: returnedWords(medicine.returned, reference, language, t),
  };
}

export interface TestRow {
  code: string;
  name: string;
  trend: TestHistory['trend'];
  /** newest first */
  values: { day: Day; text: string; flag: LabResultRecord['flag']; range: string }[];
  chart: Sparkline | null;
}

export function testRow(
  { test, values, trend }: TestHistory,
  reference: Reference,
  language: Language,
): TestRow {
  return {
    code: test,
    name: testName(reference, test, language),
    trend,
    values: values.toReversed().map(({ day, value, unit, range, flag }) => ({
      day,
      text: resultText(reference, { test, value, unit }, language),
      flag,
      range: rangeWords(reference.labTests.get(test), range ?? '', language),
    })),
    chart: sparkline(values),
  };
}
