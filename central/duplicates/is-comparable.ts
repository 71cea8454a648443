import { dayOf } from '../../records/day.js';
import { firstBox } from '../../records/ids.js';
import { isShared } from '../../records/tenancy.js';
import type { IndexedPatient } from '../router/rules/indexed-patient.js';

/**
 * Whether an entry of the common index may be compared, and shown to who compares: its name has come, and it is no
 * private hospital's patient whose consent is over.
 */
export function isComparable({ name, box, shared }: IndexedPatient, now: number): boolean {
  const share = shared?.[firstBox(box)];
  return name !== undefined && (share === undefined || isShared(share, dayOf(now)));
}
