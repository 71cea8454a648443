import type { ReferralSummary } from './care.js';
import { substanceOf } from './one-per-substance.js';
import type { Allergy } from './people.js';

/** The allergies that a referral tells of. */
export function summaryAllergies(summary: ReferralSummary | undefined): Allergy[] {
  const severe = new Set((summary?.severeAllergies ?? []).map((substance) => substanceOf({ substance })));
  return (summary?.allergies ?? []).map((substance) => ({
    substance,
    ...(severe.has(substanceOf({ substance })) && { severity: 'severe' }),
  }));
}
