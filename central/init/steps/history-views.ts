import { facilityDatabase } from '../../../records/ids.js';
import { PATIENTS_DATABASE } from '../../centre-databases.js';
import type { CentreWork, Prepared } from '../../ensure/centre-work.js';
import { awaitView, ensureDesign, removeDesign } from '../../ensure/ensure-design.js';
import {
  HISTORY_DESIGN,
  LEDGER_HISTORY,
  PATIENTS_HISTORY,
  RECORDS_OF_PATIENT,
} from '../../history/history-design.js';
import { readBoxes } from '../prepare-all-boxes.js';
import type { Step } from '../step.js';

/** Databases at once, as elsewhere where each facility's are gone through. */
const AT_ONCE = 8;

/** Views by patient, in every ledger and in the common index. */
export const historyViews: Step = {
  version: 8,
  name: 'history-views',
  up: async (work) => [
    {
      what: whatOf(PATIENTS_DATABASE),
      outcome: await ensureDesign(work, PATIENTS_DATABASE, HISTORY_DESIGN, PATIENTS_HISTORY),
    },
    ...(await inEachLedger(work, async (name) => {
      const outcome = await ensureDesign(work, name, HISTORY_DESIGN, LEDGER_HISTORY);
      // Built now: no doctor waits for the index of a ledger of years.
      if (outcome === 'made' && !work.dryRun) await awaitView(work.nano, name, RECORDS_OF_PATIENT);
      return { what: whatOf(name), outcome };
    })),
  ],
  down: async (work) => [
    {
      what: whatOf(PATIENTS_DATABASE),
      outcome: await removeDesign(work, PATIENTS_DATABASE, HISTORY_DESIGN),
    },
    ...(await inEachLedger(work, async (name) => ({
      what: whatOf(name),
      outcome: await removeDesign(work, name, HISTORY_DESIGN),
    }))),
  ],
};

function whatOf(database: string): string {
  return `${database}/_design/${HISTORY_DESIGN}`;
}

async function inEachLedger(
  { nano }: CentreWork,
  change: (name: string) => Promise<Prepared>,
): Promise<Prepared[]> {
  const names = (await readBoxes(nano)).map(facilityDatabase);
  const changed: Prepared[] = [];
  for (let done = 0; done < names.length; done += AT_ONCE)
    changed.push(...(await Promise.all(names.slice(done, done + AT_ONCE).map(change))));
  return changed.filter(({ outcome }) => outcome !== 'stands');
}
