import type { Dose } from './care.js';
import type { Drug } from './drug.js';
import type { Words } from './envelope.js';

/** When a dose is taken; a line of the templates' `dose-patterns.json`. */
export interface DosePattern {
  key: string;
  /** `BD`, `TDS`, … as doctors write it */
  short: string;
  /** `1-0-1` */
  printed: string;
  /** doses on a day on which there is one */
  perDay: number;
  /** 1 daily, 2 every other day, 7 weekly */
  everyDays: number;
  /** one dose and no more, however many days */
  once: boolean;
  /** taken when the patient needs it, so nobody can say how long a quantity lasts */
  asNeeded: boolean;
  /** keys of the words for the times */
  times: string[];
  label: Words;
  /** said of what is applied, not counted */
  apply: Words;
  words: string[];
}

export interface UnitWords {
  hi: { one: string; many: string; half?: string };
  en: { one: string; many: string };
  /** above this amount at one time a typing slip is likely */
  largest: number;
  /** applied, not counted: cream */
  uncounted?: boolean;
}

/** The words of an instruction, from the templates. */
export interface DoseWords {
  patterns: ReadonlyMap<string, DosePattern>;
  units: ReadonlyMap<string, UnitWords>;
  times: Record<string, Words>;
  food: Record<'before' | 'after' | 'with', Words>;
  /** said in place of a number where a unit can be halved: `0.5` → आधी, ½ */
  amounts: Record<string, Words>;
  days: { one: Words; many: Words };
}

export interface DoseInstruction extends Words {
  /** the pictogram: `1-0-1`, `½-0-½` */
  printed: string;
}

/** A dose as the patient is told it: `1 गोली सुबह, 1 गोली रात — खाना खाने के बाद — 5 दिन`. */
export function doseInstruction(dose: Dose, words: DoseWords): DoseInstruction {
  const pattern = words.patterns.get(dose.pattern);
  const unit = words.units.get(dose.unit);
  const say = (language: 'hi' | 'en'): string => {
    const parts = [whenTaken(dose, pattern, unit, words, language)];
    if (dose.food) parts.push(words.food[dose.food][language]);
    if (!pattern?.once) {
      const days = dose.days === 1 ? words.days.one : words.days.many;
      parts.push(days[language].replace('{days}', String(dose.days)));
    }
    return parts.join(' — ');
  };
  return { hi: say('hi'), en: say('en'), printed: printedDose(dose, pattern, unit, words) };
}

function whenTaken(
  dose: Dose,
  pattern: DosePattern | undefined,
  unit: UnitWords | undefined,
  words: DoseWords,
  language: 'hi' | 'en',
): string {
  if (unit?.uncounted) {
    const when = pattern?.apply[language] ?? dose.pattern;
    return language === 'hi' ? `${when} ${unit.hi.one}` : `${unit.en.one} ${when}`;
  }
  const amount = spokenAmount(dose.amount, dose.unit, unit, words, language);
  // A pattern that the list no longer has (an old prescription) is printed as it was written.
  const times = pattern?.times.map((time) => words.times[time]?.[language] ?? time) ?? [dose.pattern];
  return times.map((time) => `${amount} ${time}`).join(', ');
}

function spokenAmount(
  amount: number,
  name: string,
  unit: UnitWords | undefined,
  words: DoseWords,
  language: 'hi' | 'en',
): string {
  if (!unit) return `${amount} ${name}`;
  const noun = amount > 1 ? unit[language].many : unit[language].one;
  const fraction = unit.hi.half === undefined ? undefined : words.amounts[String(amount)];
  if (!fraction) return `${amount} ${noun}`;
  // आधा agrees with the noun's gender, so the unit brings its own word for it.
  const said = language === 'hi' && amount === 0.5 ? unit.hi.half : fraction[language];
  return `${said ?? amount} ${noun}`;
}

function printedDose(
  dose: Dose,
  pattern: DosePattern | undefined,
  unit: UnitWords | undefined,
  words: DoseWords,
): string {
  const printed = pattern?.printed ?? dose.pattern;
  if (unit?.uncounted || !/^[01](-[01])+$/.test(printed)) return printed;
  const amount = (unit?.hi.half && words.amounts[String(dose.amount)]?.en) ?? String(dose.amount);
  return printed.replaceAll('1', amount || String(dose.amount));
}

/** How many doses the days hold. */
export function doseCount(dose: Pick<Dose, 'days'>, pattern: DosePattern): number {
  if (pattern.once) return 1;
  return Math.ceil(dose.days / pattern.everyDays) * pattern.perDay;
}

/** Dispensing units for the whole course: tablets one by one, bottles and tubes whole. */
export function courseQuantity(
  dose: Pick<Dose, 'days' | 'amount'>,
  pattern: DosePattern,
  drug: Pick<Drug, 'perPack' | 'opened'>,
): number {
  if (drug.perPack === null) return 1;
  const doses = doseCount(dose, pattern);
  if (drug.opened === 'discard') return doses * wholeUnits(dose.amount / drug.perPack);
  return wholeUnits((doses * dose.amount) / drug.perPack);
}

/** Whole days of the course that so many dispensing units last: 10 tablets, three a day, last 3. */
export function daysCovered(
  dose: Pick<Dose, 'days' | 'amount'>,
  pattern: DosePattern,
  drug: Pick<Drug, 'perPack' | 'opened'>,
  quantity: number,
): number {
  if (quantity >= courseQuantity(dose, pattern, drug)) return dose.days;
  const perUnit = (drug.perPack ?? 1) / dose.amount;
  const doses =
    drug.opened === 'discard'
      ? Math.floor(quantity / wholeUnits(1 / perUnit))
      : Math.floor(Math.round(quantity * perUnit * 1e6) / 1e6);
  if (pattern.once) return 0;
  return Math.min(dose.days, Math.floor(Math.floor(doses / pattern.perDay) * pattern.everyDays));
}

/** Rounds up, but not for the dust of binary fractions: 50 × 1.1 is 55. */
function wholeUnits(quotient: number): number {
  return Math.ceil(Math.round(quotient * 1e6) / 1e6);
}
