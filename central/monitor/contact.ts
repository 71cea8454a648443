import type { BoxId } from '../../records/ids.js';
import type { BoxHealth } from '../../sync/health/box-health.js';
import type { ContactRoad } from './box-status.js';

/** What was learnt of a box when it was heard. */
export interface Heard {
  health?: BoxHealth;
  /** the box's clock less the centre's, in seconds */
  clockErrorS?: number;
  /** records that the centre has not confirmed */
  waiting?: number;
  /** the highest number of its ledger that the centre took */
  confirmedN?: number;
  /** records that the centre holds of it */
  holds?: number;
}

/** That a box was heard. */
export interface Contact extends Heard {
  box: BoxId;
  /** by the centre's clock, UTC */
  at: string;
  by: ContactRoad;
}

/** Both, as one: what the later one says counts. */
export function joinContacts(earlier: Contact | undefined, later: Contact): Contact {
  const highest = Math.max(earlier?.confirmedN ?? 0, later.confirmedN ?? 0);
  return { ...earlier, ...later, ...(highest === 0 ? {} : { confirmedN: highest }) };
}
