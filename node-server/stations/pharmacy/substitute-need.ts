import type { Dose } from '../../../records/care.js';
import type { Drug } from '../../../records/drug.js';

/**
 * How many dose units of the substitute do the work of one of the prescribed drug: 2 for 250 mg in place of 500 mg.
 * Null where nobody can reckon it (syrup for tablets): then the doctor's word decides.
 */
export function strengthRatio(prescribed: Drug, substitute: Drug): number | null {
  if (prescribed.doseUnit !== substitute.doseUnit) return null;
  if (prescribed.generic !== substitute.generic) return 1;
  if (prescribed.doseMg === null || substitute.doseMg === null) return 1;
  return prescribed.doseMg / substitute.doseMg;
}

/** Dispensing units of the substitute that `open` units of the prescribed drug stand for. */
export function substituteNeed(open: number, prescribed: Drug, substitute: Drug): number {
  const ratio = strengthRatio(prescribed, substitute);
  if (ratio === null) return open;
  const units = (open * (prescribed.perPack ?? 1) * ratio) / (substitute.perPack ?? 1);
  return Math.ceil(Math.round(units * 1e6) / 1e6);
}

/** The dose in the substitute's strength; null where it is no half or whole unit, or can't be reckoned. */
export function substituteDose(dose: Dose, prescribed: Drug, substitute: Drug): Dose | null {
  const ratio = strengthRatio(prescribed, substitute);
  const amount = dose.amount * (ratio ?? 0);
  return amount > 0 && Number.isInteger(amount * 2) ? { ...dose, amount } : null;
}
