import type { SealKey } from '../../records/seal.js';
import { watchReference } from '../../templates/reference.js';
import { watchWorkflow } from '../../templates/workflow.js';
import { Facility } from '../facility.js';
import { watchReplacement } from '../restore/watch-replacement.js';
import { sealKeyOf } from '../seal-key.js';
import { openSeals, type Seals } from '../seals.js';
import type { StartContext } from './start-context.js';

export interface OpenLedger {
  facility: Facility;
  /** with which it is sealed */
  key: SealKey;
  seals: Seals;
}

/**
 * The records with the lists that they are written by, and the seals upon them.
 * @param monotonic milliseconds that only grow, where the clock is the system's
 */
export async function openLedger(
  { folder, settings, secrets, now, log, undo }: StartContext,
  monotonic?: () => number,
): Promise<OpenLedger> {
  const { onTrouble } = log;
  const reference = watchReference({ onTrouble });
  undo.add(() => {
    reference.close();
  });
  const workflow = watchWorkflow({ onTrouble });
  undo.add(() => {
    workflow.close();
  });
  const facility = await Facility.open({
    folder,
    box: settings.box,
    now,
    ...(monotonic && { monotonic }),
    reference: () => reference.current(),
    workflow: () => workflow.current(),
    onTrouble,
  });
  undo.add(() => facility.stop());
  undo.add(await watchReplacement(facility, log.write));
  const key = await sealKeyOf(folder, secrets);
  const seals = await openSeals({ facility, key, onTrouble });
  undo.add(() => seals.stop());
  return { facility, key, seals };
}
