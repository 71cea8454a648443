import { Chain } from '../../records/chain.js';
import { asElsewhere } from '../access/as-elsewhere.js';
import { LookKeeper } from '../access/look-keeper.js';
import { Backups } from '../backup/backups.js';
import type { OpenLedger } from './open-ledger.js';
import type { StartContext } from './start-context.js';

export interface Keeping {
  backups: Backups;
  looks: LookKeeper;
}

/** The backups, and the book of who looked at whom. */
export async function startKeeping(
  { folder, log, undo }: StartContext,
  { facility, seals }: OpenLedger,
): Promise<Keeping> {
  const backups = await Backups.open({
    facility,
    folder,
    log: log.write,
    seal: () => seals.sealNow(),
    chain: (state) => new Chain(state ?? undefined),
  });
  undo.add(() => backups.stop());
  const looks = new LookKeeper({
    append: (saving, build) => facility.append(saving, build),
    idsOf: (patient) => facility.links.idsOf(patient),
    as: (by, patients) => asElsewhere(facility.box, patients, facility.staff.find(by)),
    monotonic: () => performance.now(),
    onTrouble: log.onTrouble,
  });
  undo.add(() => looks.stop());
  return { backups, looks };
}
