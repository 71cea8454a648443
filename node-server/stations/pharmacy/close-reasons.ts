import type { Translate } from '../../../templates/locale.js';

/** Why a line, or its rest, is not given here: what stands in `closed` of a dispensing; words under `pharmacy.closeReasons`. */
export const CLOSE_REASONS = ['nil-stock', 'has-it', 'refused', 'buy-outside'] as const;

/** A reason of another program or an older version stands as it was written. */
export function closeWords(reason: string, t: Translate): string {
  return CLOSE_REASONS.some((known) => known === reason) ? t(`pharmacy.closeReasons.${reason}`) : reason;
}
