import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import { facilityDatabase, type BoxId } from '../../records/ids.js';
import { centreRefusal, statusOf } from '../centre-refusal.js';
import { SHARED_DATABASE } from '../centre-databases.js';

/** Public keys of one box, as the centre knows them. */
export interface BoxKeys {
  known: string[];
  revoked: string[];
}

/**
 * The keys that stand in the box's ledger here, and those that were revoked: documents `revoked-key:<box>:…` of
 * `shared`. Throws `centre-refused` where the box was never prepared.
 */
export async function readBoxKeys(nano: ServerScope, box: BoxId): Promise<BoxKeys> {
  try {
    const known = await keysUnder(nano, facilityDatabase(box), `key:${box}:`);
    return { known, revoked: await keysUnder(nano, SHARED_DATABASE, `revoked-key:${box}:`) };
  } catch (error) {
    if (statusOf(error) !== 404) throw centreRefusal(error);
    throw new FacilityError('centre-refused', `The centre does not know the box ${box}.`, {
      hint: `Prepare it first: nadi central prepare ${box}`,
      params: { status: 404 },
    });
  }
}

async function keysUnder(nano: ServerScope, database: string, prefix: string): Promise<string[]> {
  const { rows } = await nano
    .use<{ key?: unknown }>(database)
    .list({ startkey: prefix, endkey: `${prefix}\uffff`, include_docs: true });
  return rows.flatMap(({ doc }) => (typeof doc?.key === 'string' ? [doc.key] : []));
}
