import { awaitIndex } from '../../ensure/await-index.js';
import { ensureDesign, removeDesign } from '../../ensure/ensure-design.js';
import { LEDGER_STOCK, STOCK_DESIGN } from '../../stock/stock-design.js';
import { inEachLedger } from '../in-each-ledger.js';
import type { Step } from '../step.js';

/** A store's movements by item, time and visit, in every ledger. */
export const stockViews: Step = {
  version: 11,
  name: 'stock-views',
  up: (work) =>
    inEachLedger(work, async (name) => {
      const outcome = await ensureDesign(work, name, STOCK_DESIGN, LEDGER_STOCK);
      if (!work.dryRun) {
        await awaitIndex({ nano: work.nano }, name, STOCK_DESIGN, LEDGER_STOCK.views ?? {});
      }
      return { what: `${name}/_design/${STOCK_DESIGN}`, outcome };
    }),
  down: (work) =>
    inEachLedger(work, async (name) => ({
      what: `${name}/_design/${STOCK_DESIGN}`,
      outcome: await removeDesign(work, name, STOCK_DESIGN),
    })),
};
