import type { HistoryGrounds } from './history-grounds.js';

/** What decides about a facility's records. */
export interface SharingFacility {
  ownership?: 'government' | 'private';
  /** a private house of its own; its facilities are one to each other */
  tenant?: string;
}

/**
 * Whether a facility's records of a patient may go to another facility that asks. Public facilities treat for one
 * state and share with whoever may ask at all. A private house's records are its own: they leave it by the patient's
 * consent that names private houses, and by no emergency. What nobody lists is treated as private.
 *
 * @param holder whose records they are; null: not in the directory
 * @param asker null: not in the directory
 */
export function mayShare(
  holder: SharingFacility | null,
  asker: SharingFacility | null,
  grounds: HistoryGrounds,
): boolean {
  if (holder?.ownership === 'government' && holder.tenant === undefined) return true;
  if (holder?.tenant !== undefined && holder.tenant === asker?.tenant) return true;
  return grounds.kind === 'consent' && grounds.scope.includes('private');
}
