import { isExpired } from '../../../records/batch.js';
import { addDays } from '../../../records/day.js';
import type { ReportRow, ReportTable } from '../../../records/report.js';
import { planIndent } from '../../../records/reports/plan-indent.js';
import type {
  ExpiryDefinition,
  IndentDefinition,
  PlainDefinition,
} from '../../../templates/report-definition.js';
import { showExpiry } from '../../../records/show-expiry.js';
import { stockRows } from '../../stations/stock/stock-rows.js';
import type { SectionContext } from '../section-context.js';

const right = { align: 'right' as const, width: 1.2 };

/** Every item that ever moved here, as it stands now. */
export function stockSection(section: PlainDefinition, context: SectionContext): ReportTable {
  const { deps, language, t } = context;
  const rows = stockRows(deps.facility, language).filter(({ known }) => known);
  return {
    kind: 'table',
    ...(section.title && { title: section.title[language] }),
    columns: [
      { key: 'name', title: t('stock.item'), width: 5 },
      { key: 'unit', title: t('reports.unit'), width: 1.2 },
      { key: 'balance', title: t('stock.balance'), ...right },
      { key: 'monthly', title: t('stock.monthly'), ...right },
      { key: 'lasts', title: t('reports.lastsDays'), ...right },
      { key: 'expiry', title: t('stock.firstExpiry'), align: 'centre', width: 1.3 },
      { key: 'state', title: t('stock.state'), width: 1.8 },
    ],
    rows: rows.map(({ code, name, unit, balance, monthly, daysLeft, expiry, alerts }) => ({
      cells: {
        ...{ name, unit, balance, monthly, lasts: daysLeft, expiry: expiry ? showExpiry(expiry) : null },
        state: [...alerts].map((kind) => t(`stock.filters.${kind}`)).join(', ') || t('stock.good'),
      },
      figure: code,
    })),
  };
}

/** Batches that have expired or will within so many days, earliest first. */
export function expirySection(section: ExpiryDefinition, context: SectionContext): ReportTable {
  const { deps, language, t } = context;
  const { stock } = deps.facility;
  const today = deps.facility.today();
  const end = addDays(today, section.days);
  const batches = stock
    .items()
    .flatMap((item) => stock.allBatches(item).map((batch) => ({ item, ...batch })))
    .filter((batch) => batch.quantity > 0 && isExpired(batch, end))
    .sort((a, b) => (a.expiry < b.expiry ? -1 : a.expiry > b.expiry ? 1 : a.item < b.item ? -1 : 1));
  return {
    kind: 'table',
    ...(section.title && { title: section.title[language] }),
    columns: [
      { key: 'name', title: t('stock.item'), width: 5 },
      { key: 'batch', title: t('reports.batch'), width: 1.6 },
      { key: 'expiry', title: t('reports.expiry'), align: 'centre', width: 1.3 },
      { key: 'quantity', title: t('stock.balance'), ...right },
      { key: 'unit', title: t('reports.unit'), width: 1.2 },
      { key: 'state', title: t('stock.state'), width: 1.8 },
    ],
    rows: batches.map(({ item, batch, expiry, quantity }) => ({
      cells: {
        ...itemCells(item, context),
        ...{ batch, expiry: showExpiry(expiry), quantity },
        state: t(`stock.filters.${isExpired({ expiry }, today) ? 'expired' : 'near-expiry'}`),
      },
      figure: item,
    })),
  };
}

/** What is nil, low, near its expiry or expired; one line an item and kind. */
export function stockAlertsSection(section: ExpiryDefinition, context: SectionContext): ReportTable {
  const { deps, language, t } = context;
  const { facility } = deps;
  const limits = { monthsLow: section.monthsLow, daysNearExpiry: section.days };
  const alerts = facility.stock.alerts(facility.today(), limits);
  return {
    kind: 'table',
    ...(section.title && { title: section.title[language] }),
    columns: [
      { key: 'name', title: t('stock.item'), width: 5 },
      { key: 'state', title: t('stock.state'), width: 1.8 },
      { key: 'quantity', title: t('stock.balance'), ...right },
      { key: 'unit', title: t('reports.unit'), width: 1.2 },
      { key: 'batch', title: t('reports.batch'), width: 1.6 },
      { key: 'expiry', title: t('reports.expiry'), align: 'centre', width: 1.3 },
    ],
    rows: alerts.map(({ item, kind, quantity, batch = null, expiry = null }) => ({
      cells: {
        ...itemCells(item, context),
        state: t(`stock.filters.${kind}`),
        ...{ quantity, batch, expiry: expiry && showExpiry(expiry) },
      },
      figure: item,
    })),
  };
}

/** Items that were given out or are nil, with what to order; the greatest need first. */
export function indentSection(section: IndentDefinition, context: SectionContext): ReportTable {
  const { deps, period, language, t } = context;
  const { stock, today } = { stock: deps.facility.stock, today: deps.facility.today() };
  const day = period.to < today ? period.to : today;
  const { days, leadDays, safetyDays, orderDays } = section;
  const lines = stock
    .items()
    .map((item) => planIndent(stock, item, day, section))
    .filter(({ consumed, nil }) => consumed > 0 || nil)
    .sort((a, b) => (a.lastsDays ?? Infinity) - (b.lastsDays ?? Infinity) || (a.item < b.item ? -1 : 1));
  return {
    kind: 'table',
    title: section.title?.[language] ?? t('reports.indentRule', { days, leadDays, safetyDays, orderDays }),
    columns: [
      { key: 'name', title: t('stock.item'), width: 5 },
      { key: 'unit', title: t('reports.unit'), width: 1.2 },
      { key: 'consumed', title: t('reports.consumed', { days }), ...right },
      { key: 'perDay', title: t('reports.perDay'), ...right },
      { key: 'balance', title: t('stock.balance'), ...right },
      { key: 'lasts', title: t('reports.lastsDays'), ...right },
      { key: 'order', title: t('reports.order'), ...right },
    ],
    rows: lines.map(({ item, consumed, perDay, balance, lastsDays, order }): ReportRow => ({
      cells: {
        ...itemCells(item, context),
        ...{ consumed, balance, lasts: lastsDays, order },
        perDay: Math.round(perDay * 10) / 10,
      },
      figure: item,
    })),
  };
}

function itemCells(item: string, { deps, language }: SectionContext): { name: string; unit: string } {
  const { drugs, doses } = deps.facility.reference;
  const drug = drugs.get(item);
  return {
    name: drug?.name[language] ?? item,
    unit: (drug && doses.units.get(drug.unit)?.[language].many) ?? '',
  };
}
