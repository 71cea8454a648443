import { PATIENTS_DATABASE } from '../../centre-databases.js';
import { awaitIndex } from '../../ensure/await-index.js';
import { ensureDesign, removeDesign } from '../../ensure/ensure-design.js';
import { HISTORY_DESIGN, LEDGER_HISTORY, PATIENTS_HISTORY } from '../../history/history-design.js';
import { inEachLedger } from '../in-each-ledger.js';
import type { Step } from '../step.js';

/** Views by patient, in every ledger and in the common index. */
export const historyViews: Step = {
  version: 8,
  name: 'history-views',
  up: async (work) => {
    const { nano } = work;
    return [
      {
        what: whatOf(PATIENTS_DATABASE),
        outcome: await ensureDesign(work, PATIENTS_DATABASE, HISTORY_DESIGN, PATIENTS_HISTORY),
      },
      ...(await inEachLedger(work, async (name) => {
        const outcome = await ensureDesign(work, name, HISTORY_DESIGN, LEDGER_HISTORY);
        // Built now: no doctor waits for the index of a ledger of years.
        if (!work.dryRun) await awaitIndex({ nano }, name, HISTORY_DESIGN, LEDGER_HISTORY.views ?? {});
        return { what: whatOf(name), outcome };
      })),
    ];
  },
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
