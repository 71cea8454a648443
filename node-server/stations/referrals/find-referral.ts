import { notFound } from '@hapi/boom';
import type { Request } from '@hapi/hapi';
import type { ReferralRecord } from '../../../records/care.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { ReferralIn } from '../../../records/inbox-referral.js';
import { referralCode, readReferralCode } from '../../../records/referral-code.js';
import type { Facility } from '../../facility.js';
import { facilityDirectory } from '../../referrals/facility-directory.js';
import { referralBook } from '../../referrals/referral-book.js';
import { readKeys } from '../../store/read-records.js';

export function referralPath(id: string): string {
  return `/referrals/${referralCode(id)}`;
}

/** A referral that an address names: one that came, or one that was sent from here. */
export type FoundReferral =
  { way: 'in'; id: string; referral: ReferralIn } | { way: 'out'; id: string; referral: ReferralRecord };

/** Reads what is new first. Throws 404 where the address cannot be one, `not-found` where nobody knows it here. */
export async function findReferral(facility: Facility, request: Request): Promise<FoundReferral> {
  const id = readReferralCode(String(request.params['code']));
  if (id === null) throw notFound();
  const book = referralBook(facility);
  await Promise.all([book.ready(), facilityDirectory(facility).ready()]);
  if (facility.referrals.get(id)) {
    const [referral] = await readSent(facility, [id]);
    if (referral) return { way: 'out', id, referral };
  }
  const referral = (await book.read([id])).get(id);
  if (!referral) throw new FacilityError('not-found', 'There is no such referral here.');
  return { way: 'in', id, referral };
}

/** One that came; throws `not-found` for others. */
export async function findReceived(facility: Facility, request: Request): Promise<ReferralIn> {
  const found = await findReferral(facility, request);
  if (found.way !== 'in') throw new FacilityError('not-found', 'This referral was sent from here.');
  return found.referral;
}

/** One that was sent from here; throws `not-found` for others. */
export async function findSent(facility: Facility, request: Request): Promise<ReferralRecord> {
  const found = await findReferral(facility, request);
  if (found.way !== 'out') throw new FacilityError('not-found', 'This referral was not sent from here.');
  return found.referral;
}

/** Also those that a box which this one replaced wrote last. */
export async function readSent(facility: Facility, ids: string[]): Promise<ReferralRecord[]> {
  const { databases, takenIn } = facility;
  const own = await readKeys(databases.records, ids);
  const late = takenIn ? await readKeys(takenIn.database, ids) : [];
  return [...own, ...late].filter((record) => record.type === 'referral');
}
