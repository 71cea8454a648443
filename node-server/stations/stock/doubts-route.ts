import type { ServerRoute } from '@hapi/hapi';
import { addDays, dayOf, isoDate } from '../../../records/day.js';
import { findDoubts } from '../../../records/stock-trace/find-doubts.js';
import { DOUBT_KINDS, type DoubtLimits } from '../../../records/stock-trace/stock-doubt.js';
import { traceStock } from '../../../records/stock-trace/trace-stock.js';
import { STOCK_KEEPERS } from '../../../records/stock-keepers.js';
import { STOCK_REPORT } from '../../../templates/doubt-limits.js';
import { doubtWords } from '../../../templates/doubt-words.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { requireRole, staffOf } from '../../session.js';
import { gatherEvidence } from '../../stock-trace/gather-evidence.js';
import { visitLink } from './visit-link.js';

const DAYS = [1, 7, 30, 90] as const;
const USUAL_DAYS = 30;
/** Of each kind; the others open with a press, so that a phone shows every kind within some screens. */
const SHOWN = 5;

/** `GET /stock/doubts?days=`: what does not add up, by kind, each with what to do about it. */
export function stockDoubtsRoute(facility: Facility, limits: () => DoubtLimits): ServerRoute {
  return {
    method: 'GET',
    path: '/stock/doubts',
    options: requireRole(...STOCK_KEEPERS),
    handler: async (request, h) => {
      const t = translator(request);
      const language = languageOf(request);
      const { roles } = staffOf(request);
      const typed = Number((request.query as Record<string, unknown>)['days']);
      const days = DAYS.find((one) => one === typed) ?? USUAL_DAYS;
      const today = facility.today();
      const period = { from: addDays(today, 1 - days), to: today };
      const stock = traceStock(await gatherEvidence(facility, period), period);
      const doubts = findDoubts(stock, limits());
      const rows = doubts.map((doubt) => ({
        kind: doubt.kind,
        words: doubtWords(doubt, t),
        item: doubt.item,
        name: facility.reference.drugs.get(doubt.item)?.name[language] ?? doubt.item,
        batch: doubt.batch,
        at: doubt.at,
        day: dayOf(doubt.at),
        by: facility.staff.find(doubt.by)?.name[language] ?? doubt.by,
        visit: visitLink(doubt.visit, roles),
      }));
      return h.view('stock/doubts', {
        title: t('stock.doubts.title'),
        count: rows.length,
        shownAtOnce: SHOWN,
        periods: DAYS.map((value) => ({
          label: t('stock.doubts.days', { days: value }),
          href: `/stock/doubts?days=${value}`,
          isShown: value === days,
        })),
        groups: DOUBT_KINDS.map((kind) => ({ kind, rows: rows.filter((row) => row.kind === kind) })).filter(
          (group) => group.rows.length > 0,
        ),
        report: `/reports/${STOCK_REPORT}/${isoDate(period.from)}..${isoDate(period.to)}`,
      });
    },
  };
}
