import type { ServerRoute } from '@hapi/hapi';
import { STOCK_KEEPERS } from '../../../records/stock-keepers.js';
import { pageOf } from '../../../templates/web/page-of.js';
import type { Facility } from '../../facility.js';
import { emptyForm } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { staffOf } from '../../session.js';
import { showExpiry } from '../../../records/show-expiry.js';
import { runsOut, stockRows, type StockRow } from './stock-rows.js';

const FILTERS = ['all', 'nil', 'low', 'near-expiry', 'expired', 'runs-out', 'unreceived'] as const;
type Filter = (typeof FILTERS)[number];
const RUNS_OUT_DAYS = 30;
const MOST_FOUND = 60;
const SHORT_LIST = 6;
const ROWS_A_PAGE = 50;

/** `GET /stock?q=&show=`: what is there, and what needs somebody. */
export function stockListRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/stock',
    handler: (request, h) => {
      const t = translator(request);
      const { q, show } = request.query as Record<string, unknown>;
      const query = typeof q === 'string' ? q.trim().slice(0, 60) : '';
      const filter = FILTERS.find((one) => one === show) ?? 'all';
      const all = stockRows(facility, languageOf(request));
      const chosen = all.filter((row) => passes(row, filter));
      const found = query ? search(facility, chosen, query) : chosen;
      const outgoing = runsOut(all, RUNS_OUT_DAYS);
      const rows = filter === 'runs-out' ? outgoing.filter((row) => found.includes(row)) : found;
      const mayChange = staffOf(request).roles.some((role) => STOCK_KEEPERS.includes(role));
      const page = pageOf(rows, request.url.searchParams, ROWS_A_PAGE);
      return h.view('stock/list', {
        title: t('stations.stock.name'),
        q: query,
        show: filter,
        filters: FILTERS.map((value) => ({
          value,
          label: t(`stock.filters.${value}`),
          count: value === 'runs-out' ? outgoing.length : all.filter((row) => passes(row, value)).length,
          href: `/stock?show=${value}${query ? `&q=${encodeURIComponent(query)}` : ''}`,
        })),
        page,
        rows: page.shown.map((row) => ({
          ...row,
          expiry: row.expiry && showExpiry(row.expiry),
          expired: facility.stock
            .allBatches(row.code)
            .filter((batch) => !facility.stock.batches(row.code, facility.today()).includes(batch))
            .filter(({ quantity }) => quantity > 0)
            .map((batch) => ({ ...batch, shown: showExpiry(batch.expiry) })),
        })),
        outgoing: filter === 'all' && !query ? outgoing.slice(0, SHORT_LIST) : [],
        moreOutgoing: Math.max(0, outgoing.length - SHORT_LIST),
        mayChange,
        once: emptyForm().once,
      });
    },
  };
}

function passes(row: StockRow, filter: Filter): boolean {
  if (filter === 'unreceived') return !row.known;
  if (!row.known) return false;
  return filter === 'all' || filter === 'runs-out' || row.alerts.has(filter);
}

/** By the drug list's own search; an item that the list no longer has, by its code. */
function search(facility: Facility, rows: StockRow[], query: string): StockRow[] {
  const order = new Map(facility.reference.searchDrugs(query, MOST_FOUND).map(({ code }, i) => [code, i]));
  return rows
    .filter(({ code }) => order.has(code) || code.includes(query.toLowerCase()))
    .sort((a, b) => (order.get(a.code) ?? MOST_FOUND) - (order.get(b.code) ?? MOST_FOUND));
}
