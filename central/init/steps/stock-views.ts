import { awaitView, ensureDesign, removeDesign } from '../../ensure/ensure-design.js';
import { LEDGER_STOCK, STOCK_BY_TIME, STOCK_DESIGN } from '../../stock/stock-design.js';
import { inEachLedger } from '../in-each-ledger.js';
import type { Step } from '../step.js';

/** A store's movements by item, time and visit, in every ledger. */
export const stockViews: Step = {
  version: 11,
  name: 'stock-views',
  up: (work) =>
    inEachLedger(work, async (name) => {
      const outcome = await ensureDesign(work, name, STOCK_DESIGN, LEDGER_STOCK);
      if (outcome === 'made' && !work.dryRun) await awaitView(work.nano, name, STOCK_BY_TIME);
      return { what: `${name}/_design/${STOCK_DESIGN}`, outcome };
    }),
  down: (work) =>
    inEachLedger(work, async (name) => ({
      what: `${name}/_design/${STOCK_DESIGN}`,
      outcome: await removeDesign(work, name, STOCK_DESIGN),
    })),
};
