import type { Dose } from '../../../records/care.js';
import { courseQuantity } from '../../../records/dose-instruction.js';
import type { Drug } from '../../../records/drug.js';
import type { FieldError } from '../../../records/facility-error.js';
import { LARGEST_QUANTITY, LONGEST_DAYS } from '../../../records/course-check.js';
import type { Reference } from '../../../templates/reference.js';
import { asciiDigits } from '../../../records/transliterate.js';
import type { LineRow } from './draft.js';

/** One line of a draft prescription, as far as it can be understood. */
export interface ReckonedLine {
  row: LineRow;
  drug: Drug | undefined;
  /** null while pattern, amount or days are missing or wrong */
  dose: Dose | null;
  /** the whole course in dispensing units; null where it cannot be reckoned */
  reckoned: number | null;
  /** as it would be signed; NaN for what is no number */
  quantity: number;
  /** names are those of the row's fields */
  errors: FieldError[];
}

/** Reads what the doctor chose. A quantity that nobody changed follows the dose. */
export function reckonLine(row: LineRow, reference: Reference): ReckonedLine {
  const errors: FieldError[] = [];
  const drug = reference.drugs.get(row.drug);
  if (row.drug !== '' && !drug) errors.push({ field: 'drug', code: 'doctor.unknownDrug' });
  if (row.drug === '' && row.name === '') errors.push({ field: 'name', code: 'required' });

  const dose = readDose(row, drug, reference, errors);
  const pattern = reference.dosePatterns.get(row.pattern);
  const whole = drug && dose && pattern ? courseQuantity(dose, pattern, drug) : null;
  const reckoned = whole !== null && Number.isFinite(whole) ? whole : null;
  const quantity = drug ? readQuantity(row, reckoned, errors) : 0;
  return { row, drug, dose, reckoned, quantity, errors };
}

/** true where the quantity is the reckoned one. */
export function followsDose({ quantity, auto }: LineRow): boolean {
  return quantity === '' || quantity === auto;
}

function readDose(
  row: LineRow,
  drug: Drug | undefined,
  reference: Reference,
  errors: FieldError[],
): Dose | null {
  const pattern = reference.dosePatterns.get(row.pattern);
  if (row.pattern === '') errors.push({ field: 'pattern', code: 'doctor.choosePattern' });
  else if (!pattern) errors.push({ field: 'pattern', code: 'unknownChoice' });
  const amount = readNumber(row.amount);
  if (!(amount > 0 && amount <= 1000)) errors.push({ field: 'amount', code: 'doctor.amount' });
  const days = pattern?.once && row.days === '' ? 1 : readNumber(row.days);
  if (row.days === '' && !pattern?.once) errors.push({ field: 'days', code: 'doctor.chooseDays' });
  else if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS) {
    errors.push({ field: 'days', code: 'outOfRange', params: { min: 1, max: LONGEST_DAYS } });
  }
  const food = row.food === 'before' || row.food === 'after' || row.food === 'with' ? row.food : undefined;
  if (row.food !== '' && !food) errors.push({ field: 'food', code: 'unknownChoice' });
  const unit = drug?.doseUnit ?? (row.unit || 'tablet');
  if (!reference.doses.units.has(unit)) errors.push({ field: 'unit', code: 'unknownChoice' });
  if (errors.length > 0 || !pattern) return null;
  return { pattern: pattern.key, amount, unit, days, ...(food ? { food } : {}) };
}

function readQuantity(row: LineRow, reckoned: number | null, errors: FieldError[]): number {
  const quantity = followsDose(row) ? (reckoned ?? 0) : readNumber(row.quantity);
  // Before the dose is complete there is nothing to say about its quantity.
  if (followsDose(row) && reckoned === null) return 0;
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > LARGEST_QUANTITY) {
    errors.push({ field: 'quantity', code: 'outOfRange', params: { min: 1, max: LARGEST_QUANTITY } });
  }
  return quantity;
}

/** Hindi digits, at most two decimals; NaN for anything else. */
export function readNumber(text: string): number {
  const latin = asciiDigits(text.trim());
  return /^\d{1,10}(\.\d{1,2})?$/.test(latin) ? Number(latin) : NaN;
}
