import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import { facilityDatabase, type BoxId } from '../../records/ids.js';
import { BOXES_DATABASE, SHARED_DATABASE } from '../centre-databases.js';
import { centreRefusal, statusOf } from '../centre-refusal.js';
import { enrolmentId, type Enrolment } from '../enrol/enrolment-document.js';
import { readDocument } from '../read-document.js';

/** Public keys of one box, as the centre knows them. */
export interface BoxKeys {
  known: string[];
  revoked: string[];
  /** its access was ended, and no new code was made since: none of its keys is good */
  ended?: { at: string; reason: string };
}

/**
 * The keys that stand in the box's ledger here, and those that were revoked: documents `revoked-key:<box>:…` of
 * `shared`. Throws `centre-refused` where the box was never prepared.
 */
export async function readBoxKeys(nano: ServerScope, box: BoxId): Promise<BoxKeys> {
  try {
    const known = await keysUnder(nano, facilityDatabase(box), `key:${box}:`);
    const revoked = await keysUnder(nano, SHARED_DATABASE, `revoked-key:${box}:`);
    const enrolment = await readDocument<Enrolment>(nano, BOXES_DATABASE, enrolmentId(box));
    return { known, revoked, ...(enrolment?.revoked ? { ended: enrolment.revoked } : {}) };
  } catch (error) {
    if (statusOf(error) !== 404) throw centreRefusal(error);
    throw new FacilityError('centre-refused', `The centre does not know the box ${box}.`, {
      hint: 'hints.prepareFirst',
      params: { status: 404, box },
    });
  }
}

async function keysUnder(nano: ServerScope, database: string, prefix: string): Promise<string[]> {
  const { rows } = await nano
    .use<{ key?: unknown }>(database)
    .list({ startkey: prefix, endkey: `${prefix}\uffff`, include_docs: true });
  return rows.flatMap(({ doc }) => (typeof doc?.key === 'string' ? [doc.key] : []));
}
