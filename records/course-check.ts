import type { PrescriptionLine } from './care.js';
import { courseQuantity, daysCovered } from './dose-instruction.js';
import type { Drug } from './drug.js';
import { warn, type DrugKnowledge, type PrescriptionWarning } from './prescription-warning.js';

/** What a line may hold at most, in dispensing units. */
export const LARGEST_QUANTITY = 1000;
/** The longest course, in days. */
export const LONGEST_DAYS = 365;

/** What of a line's numbers cannot be signed, or seems a slip: amount, days and quantity. */
export function* checkBounds(
  line: PrescriptionLine,
  knowledge: DrugKnowledge,
): Iterable<PrescriptionWarning> {
  const { quantity, dose } = line;
  // A medicine to buy outside (no code of the list) needs no quantity.
  const least = line.drug === undefined ? 0 : 1;
  if (!Number.isInteger(quantity) || quantity < least || quantity > LARGEST_QUANTITY) {
    yield warn('quantity', 'refuse', line, { quantity, low: least, high: LARGEST_QUANTITY });
  }
  const days = Number.isInteger(dose.days) && dose.days >= 1 && dose.days <= LONGEST_DAYS;
  if (!(dose.amount > 0) || !Number.isFinite(dose.amount) || !days) {
    yield warn('amount', 'refuse', line, { amount: dose.amount, days: dose.days });
  } else {
    const largest = knowledge.units.get(dose.unit)?.largest;
    if (largest !== undefined && dose.amount > largest) {
      yield warn('amount', 'confirm', line, { amount: dose.amount, days: dose.days, largest });
    }
  }
}

/** A quantity that ends before the days do. */
export function* checkCourse(
  line: PrescriptionLine,
  drug: Drug,
  knowledge: DrugKnowledge,
): Iterable<PrescriptionWarning> {
  const { dose, quantity } = line;
  const pattern = knowledge.patterns.get(dose.pattern);
  if (!pattern || pattern.asNeeded) return;
  const needed = courseQuantity(dose, pattern, drug);
  if (quantity >= needed) return;
  const covered = daysCovered(dose, pattern, drug, quantity);
  yield warn('quantity-short', 'confirm', line, { quantity, covered, days: dose.days, needed });
}
