import { dayOf, istTime } from '../../../records/day.js';
import type { VisitId } from '../../../records/ids.js';
import type { ReportTable } from '../../../records/report.js';
import { findDoubts } from '../../../records/stock-trace/find-doubts.js';
import { sumMovements } from '../../../records/stock-trace/sum-movements.js';
import type { TracedStock } from '../../../records/stock-trace/trace-stock.js';
import type { DoubtsDefinition, PlainDefinition } from '../../../templates/report-definition.js';
import { formatDay } from '../../../templates/format-day.js';
import { doubtWords } from '../../../templates/doubt-words.js';
import { reasonWords } from '../../../templates/stock-reasons.js';
import { showExpiry } from '../../../records/show-expiry.js';
import { visitPath } from '../../stations/visit-path.js';
import type { SectionContext } from '../section-context.js';
import { movementName } from '../../../records/supply.js';

const right = { align: 'right' as const, width: 1.1 };

/** Of each item what stood at the start, came, went, and stands at the end. */
export function stockBalancesSection(section: PlainDefinition, context: SectionContext): ReportTable {
  const { t } = context;
  return {
    kind: 'table',
    ...titleOf(section, context),
    columns: [
      { key: 'name', title: t('stock.item'), width: 4 },
      { key: 'opening', title: t('stock.trace.opening'), ...right },
      { key: 'received', title: t('stock.trace.received'), ...right },
      { key: 'dispensed', title: t('stock.trace.dispensed'), ...right },
      { key: 'returned', title: t('stock.trace.returned'), ...right },
      { key: 'sentBack', title: t('stock.trace.sentBack'), ...right },
      { key: 'adjusted', title: t('stock.trace.adjusted'), ...right },
      { key: 'expired', title: t('stock.trace.expired'), ...right },
      { key: 'closing', title: t('stock.trace.closing'), ...right },
    ],
    rows: storeOf(context).items.map((trace) => ({
      cells: {
        name: nameOf(trace.item, context),
        ...{ opening: trace.opening, closing: trace.closing },
        ...sumMovements(trace.movements),
      },
    })),
  };
}

/** Every movement, item by item, with the balance that it left, who wrote it, why, and for which visit. */
export function stockMovementsSection(section: PlainDefinition, context: SectionContext): ReportTable {
  const { t } = context;
  const moved = storeOf(context).items.filter(({ movements }) => movements.length > 0);
  return {
    kind: 'table',
    ...titleOf(section, context),
    columns: [
      { key: 'when', title: t('stock.when'), width: 1.9 },
      { key: 'what', title: t('stock.what'), width: 3 },
      { key: 'batch', title: t('reports.batch'), width: 1.9 },
      { key: 'change', title: t('stock.change'), ...right },
      { key: 'after', title: t('stock.after'), ...right },
      { key: 'by', title: t('stock.who'), width: 1.8 },
      { key: 'visit', title: t('stock.visit'), width: 1.9 },
    ],
    rows: moved.flatMap((trace) => [
      { cells: { when: '', what: nameOf(trace.item, context) }, heading: true },
      ...trace.movements.map((one) => {
        const why = [one.source, one.reason && reasonWords(one.reason, t)].filter(Boolean);
        return {
          cells: {
            when: whenOf(one.at, context),
            what: [t(`stock.kinds.${movementName(one)}`), ...why].join(' · '),
            batch: `${one.batch} (${showExpiry(one.expiry)})`,
            ...{ change: one.change, after: one.after },
            by: personOf(one.by, context),
            visit: visitNumber(one.visit),
          },
        };
      }),
    ]),
  };
}

/** What does not add up, the most serious first. */
export function stockDoubtsSection(section: DoubtsDefinition, context: SectionContext): ReportTable {
  const { t } = context;
  const doubts = findDoubts(storeOf(context), section);
  return {
    kind: 'table',
    ...titleOf(section, context),
    columns: [
      { key: 'when', title: t('stock.when'), width: 1.6 },
      { key: 'name', title: t('stock.item'), width: 2.6 },
      { key: 'batch', title: t('reports.batch'), width: 1.2 },
      { key: 'what', title: t('stock.doubts.what'), width: 4.5 },
      { key: 'by', title: t('stock.who'), width: 1.6 },
      { key: 'visit', title: t('stock.visit'), width: 1.7 },
    ],
    rows:
      doubts.length === 0
        ? [{ cells: { when: '', what: t('stock.doubts.none') }, heading: true }]
        : doubts.map((doubt) => ({
            cells: {
              when: whenOf(doubt.at, context),
              name: nameOf(doubt.item, context),
              batch: doubt.batch ?? null,
              what: doubtWords(doubt, t),
              by: personOf(doubt.by, context),
              visit: visitNumber(doubt.visit),
            },
          })),
  };
}

function storeOf({ store }: SectionContext): TracedStock {
  if (!store) throw new TypeError('a report that shows the store is built from its trace');
  return store;
}

function titleOf(
  { title }: PlainDefinition | DoubtsDefinition,
  { language }: SectionContext,
): { title?: string } {
  return title ? { title: title[language] } : {};
}

function nameOf(item: string, { deps, language }: SectionContext): string {
  return deps.facility.reference.drugs.get(item)?.name[language] ?? item;
}

function personOf(id: string, { deps, language }: SectionContext): string {
  return deps.facility.staff.find(id)?.name[language] ?? id;
}

function whenOf(at: string, { language }: SectionContext): string {
  return `${formatDay(language, dayOf(at))} ${istTime(at)}`;
}

/** `20261121-042`; what came with a voucher has none */
function visitNumber(visit: VisitId | undefined): string {
  return visit === undefined ? '' : visitPath(visit);
}
