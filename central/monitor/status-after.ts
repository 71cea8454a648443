import type { BoxHealth } from '../../sync/health/box-health.js';
import { HEALTH_FIELDS } from '../../sync/health/pack-health.js';
import type { BoxStatus, BoxStatusDocument } from './box-status.js';
import type { Contact } from './contact.js';

/**
 * A box's status after a contact. Two gateways, or a gateway and a stick, may write one box's in any order: times and the
 * confirmed number only grow, and of what a later contact said an older one takes nothing back.
 */
export function statusAfter(standing: BoxStatusDocument | null, contact: Contact): BoxStatusDocument {
  const { box, at, by } = contact;
  const status: BoxStatusDocument = { ...standing, type: 'box', v: 1, box };
  const isLatest = isNotBefore(at, status.lastContact);
  if (isLatest) Object.assign(status, { lastContact: at, contactBy: by });
  if (by !== 'stick' && isNotBefore(at, status.lineContact)) status.lineContact = at;
  if (contact.health && isNotBefore(at, status.healthAt)) takeHealth(status, contact.health, contact);
  if (contact.confirmedN !== undefined)
    status.confirmedN = Math.max(status.confirmedN ?? 0, contact.confirmedN);
  if (contact.waiting !== undefined && isNotBefore(at, status.waitingAt))
    Object.assign(status, { waiting: contact.waiting, waitingAt: at });
  if (status.waiting === 0) delete status.oldestWaiting;
  if (contact.holds !== undefined && isLatest) takeHolds(status, contact.holds);
  return status;
}

/** It says all of itself at once: what it does not say any more is gone. */
function takeHealth(status: BoxStatus, health: BoxHealth, { at, clockErrorS }: Contact): void {
  const { at: _at, ...said } = health;
  for (const field of HEALTH_FIELDS) if (field !== 'at') delete status[field];
  delete status.clockErrorS;
  Object.assign(status, said, { healthAt: at }, clockErrorS === undefined ? {} : { clockErrorS });
}

/** Urgent records go ahead of others: what the box still holds is no gap. */
function takeHolds(status: BoxStatus, holds: number): void {
  const { confirmedN, startsAt = 0, waiting = 0 } = status;
  if (confirmedN === undefined) return;
  status.gaps = Math.max(0, confirmedN - startsAt - holds - waiting);
}

function isNotBefore(at: string, standing: string | undefined): boolean {
  return standing === undefined || at >= standing;
}
