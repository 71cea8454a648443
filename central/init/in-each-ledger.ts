import { facilityDatabase } from '../../records/ids.js';
import type { CentreWork, Prepared } from '../ensure/centre-work.js';
import { readBoxes } from './prepare-all-boxes.js';

/** Databases at once, as elsewhere where each facility's are gone through. */
const AT_ONCE = 8;

/** Changes every facility's ledger database, and tells how many are done; answers what did not stand already. */
export async function inEachLedger(
  { nano, tell, signal }: CentreWork,
  change: (name: string) => Promise<Prepared>,
): Promise<Prepared[]> {
  const names = (await readBoxes(nano)).map(facilityDatabase);
  const changed: Prepared[] = [];
  for (let done = 0; done < names.length; done += AT_ONCE) {
    signal?.throwIfAborted();
    tell?.({ step: 'centre.ledgers', done, total: names.length, unit: 'facilities' });
    changed.push(...(await Promise.all(names.slice(done, done + AT_ONCE).map(change))));
  }
  return changed.filter(({ outcome }) => outcome !== 'stands');
}
