import type { ReferralState } from '../../../records/care.js';
import type { Role } from '../../../records/people.js';

/** What each role may say of a referral that came. `arrived` is said by registering the patient. */
const SAYS: Partial<Record<Role, readonly ReferralState[]>> = {
  clerk: ['arrived'],
  nurse: ['accepted'],
  doctor: ['accepted', 'returned', 'seen', 'closed'],
  incharge: ['accepted', 'arrived', 'returned', 'seen', 'closed'],
};

/** Who has to do with referrals at all: those who register, treat, or answer for the house. */
export const REFERRAL_ROLES: Role[] = ['clerk', 'nurse', 'doctor', 'incharge'];

/** Who takes back what was sent from here: those who may refer, and who answers for the house. */
export const CANCEL_ROLES = ['doctor', 'incharge'] as const satisfies Role[];

/** Who sends to another facility what came back or was taken back. */
export function maySendElsewhere(roles: readonly Role[]): boolean {
  return roles.includes('doctor');
}

/** Whether reason, findings and feedback are for these eyes: a clerk registers by name and needs none of them. */
export function maySeeFindings(roles: readonly Role[]): boolean {
  return roles.some((role) => role === 'nurse' || role === 'doctor' || role === 'incharge');
}

export function maySay(roles: readonly Role[], state: ReferralState): boolean {
  return roles.some((role) => SAYS[role]?.includes(state) ?? false);
}
