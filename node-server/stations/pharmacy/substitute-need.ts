import type { Dose } from '../../../records/care.js';
import type { Drug } from '../../../records/drug.js';
import { share, type Ratio, type Share } from '../../../records/exact-share.js';

/**
 * How many dose units of the substitute do the work of one of the prescribed drug: 2 for 250 mg in place of 500 mg.
 * Null where nobody can reckon it (another substance, syrup for tablets): then the doctor's word decides.
 */
function strengthRatio(prescribed: Drug, substitute: Drug): number | null {
  if (prescribed.doseUnit !== substitute.doseUnit || prescribed.generic !== substitute.generic) return null;
  if (prescribed.doseMg === null || substitute.doseMg === null) return 1;
  return prescribed.doseMg / substitute.doseMg;
}

/**
 * Dispensing units of the substitute and those of the prescribed drug that they stand for: `[2, 1]` for 250 mg in
 * place of 500 mg. Null where nobody can reckon it.
 */
export function substituteRatio(prescribed: Drug, substitute: Drug): Ratio | null {
  if (strengthRatio(prescribed, substitute) === null) return null;
  const strengths =
    prescribed.doseMg !== null && substitute.doseMg !== null
      ? [prescribed.doseMg, substitute.doseMg]
      : [1, 1];
  const [given = 1, stands = 1] = [prescribed, substitute].map(
    ({ perPack }, i) =>
      // The lists give strengths and packs with three decimals at most.
      Math.round((perPack ?? 1) * 1000) * Math.round((strengths[i] ?? 1) * 1000),
  );
  return ratioFrom(share(given, stands));
}

/** By a doctor's word so many units stand for all that was open. */
export function wordRatio(given: number, rest: Share): Ratio {
  return ratioFrom(share(BigInt(given) * rest.under, rest.over));
}

function ratioFrom({ over, under }: Share): Ratio {
  return [Number(over), Number(under)];
}

/** The dose in the substitute's strength; null where it is no half or whole unit, or can't be reckoned. */
export function substituteDose(dose: Dose, prescribed: Drug, substitute: Drug): Dose | null {
  const ratio = strengthRatio(prescribed, substitute);
  const amount = dose.amount * (ratio ?? 0);
  return amount > 0 && Number.isInteger(amount * 2) ? { ...dose, amount } : null;
}
