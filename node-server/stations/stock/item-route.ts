import type { ServerRoute } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import { addDays, dayOf } from '../../../records/day.js';
import { isExpired } from '../../../records/batch.js';
import { visitOf } from '../../../records/ids.js';
import { STOCK_KEEPERS } from '../../../records/stock-keepers.js';
import type { Facility } from '../../facility.js';
import { emptyForm } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { staffOf } from '../../session.js';
import { STOCK_LIMITS } from './limits.js';
import { readMovements, type MovementsQuery } from './read-movements.js';
import { reasonWords } from '../../../templates/stock-reasons.js';
import { showExpiry } from '../../../records/show-expiry.js';
import { visitLink } from './visit-link.js';
import { stockRows } from './stock-rows.js';
import { movementName } from '../../../records/supply.js';

const PAGE = 40;

/** `GET /stock/item/{item}`: batches, and the ledger of the item with its running balance. */
export function stockItemRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/stock/item/{item}',
    handler: async (request, h) => {
      const t = translator(request);
      const language = languageOf(request);
      const item = String(request.params['item']);
      const row = stockRows(facility, language).find(({ code }) => code === item);
      if (!row) throw new FacilityError('not-found', 'There is no such item.');
      const { stock } = facility;
      const { roles } = staffOf(request);
      const today = facility.today();
      const soon = addDays(today, STOCK_LIMITS.daysNearExpiry);
      const before = Number((request.query as Record<string, unknown>)['before']) || Infinity;
      const batches = stock.allBatches(item);
      const read = (query: MovementsQuery) =>
        readMovements(facility.databases.records, facility.box, item, query);
      const { movements, more } = await read({ beforeN: before, most: PAGE });
      const newer = before === Infinity ? [] : (await read({ afterN: before - 1 })).movements;
      // The ledger's page ends with what stands now, less all that came after it.
      let running = batches.reduce((sum, { quantity }) => sum + quantity, 0);
      for (const { change } of newer) running -= change;
      const history = movements.map((movement) => {
        const after = running;
        running -= movement.change;
        return {
          n: movement.n,
          day: dayOf(movement.at),
          at: movement.at,
          kind: movementName(movement),
          change: movement.change,
          after,
          batch: movement.batch,
          expiry: showExpiry(movement.expiry),
          by: facility.staff.find(movement.by)?.name[language] ?? movement.by,
          visit: visitLink(movement.dispense && visitOf(movement.dispense), roles),
          why: [movement.source, movement.reason && reasonWords(movement.reason, t)]
            .filter(Boolean)
            .join(' · '),
        };
      });
      return h.view('stock/item', {
        title: row.name,
        item: row,
        batches: batches.map((batch) => ({
          ...batch,
          shown: showExpiry(batch.expiry),
          state: isExpired(batch, today) ? 'expired' : isExpired(batch, soon) ? 'near-expiry' : 'good',
        })),
        history,
        older: more ? history.at(-1)?.n : undefined,
        newest: before === Infinity,
        mayChange: roles.some((role) => STOCK_KEEPERS.includes(role)),
        once: emptyForm().once,
      });
    },
  };
}
