import { partSerial, replicaLetter, boxOf, firstBox, partId, parseVisitId, visitId, visitOf } from './ids.js';

/** A referral as people see, type and scan it: `BR1042-20261121-042-1`, of `visit:BR1042:20261121-042:referral:1`. */
export function referralCode(referral: string): string {
  const visit = visitOf(referral);
  const { box = '', day = '', token = 0 } = parseVisitId(visit) ?? {};
  const writer = replicaLetter(boxOf(referral) ?? '');
  // Whoever went on with the visit of the box before writes its letter before the serial.
  const letter = writer === replicaLetter(box) ? '' : writer;
  return `${box}-${day}-${String(token).padStart(3, '0')}-${letter}${partSerial(referral)}`;
}

/** The referral that such a code names, spaces, small letters and other hyphens forgiven; null where it is none. */
export function readReferralCode(typed: string): string | null {
  const text = typed.replace(/[‐-―−_]/g, '-').replace(/\s+/g, '');
  const match = /^([a-z]{2}\d{2,6})([b-z]?)-(20\d{6})-(\d{3,})-([b-z]?)([1-9]\d{0,3})$/i.exec(text);
  if (!match) return null;
  const [, first = '', replica = '', day = '', token = '', letter = '', serial = ''] = match;
  const box = first.toUpperCase() + replica.toLowerCase();
  const writer = letter === '' ? box : firstBox(box) + letter.toLowerCase();
  return partId(visitId(box, day, Number(token)), 'referral', Number(serial), writer);
}
