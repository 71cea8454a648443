import type { StoreTrace } from '../central/stock/trace-store.js';
import { csvLine } from '../records/csv.js';
import { dayOf, isoDate, istTime } from '../records/day.js';
import type { StaffId } from '../records/ids.js';
import type { ItemTrace, TracedMovement } from '../records/stock-trace/trace-stock.js';
import { sumMovements, type MovementSums } from '../records/stock-trace/sum-movements.js';
import { doubtWords } from '../templates/doubt-words.js';
import type { Translate } from '../templates/locale.js';
import { reasonWords } from '../templates/stock-reasons.js';
import { displayWidth, fit } from './components/display-width.js';
import { movementName } from '../records/supply.js';

const SUMS: (keyof MovementSums)[] = ['received', 'dispensed', 'returned', 'sentBack', 'adjusted', 'expired'];
/** After the words of an item, numbers. */
const BALANCE_COLUMNS = ['opening', ...SUMS, 'closing'] as const;

/** A store's items with what came and went; of one item each movement; then what does not add up. */
export function storeLines(
  store: StoreTrace,
  { item }: { item?: string | undefined },
  say: Translate,
): string[] {
  const { facility, period, items, doubts } = store;
  return [
    `${facility} · ${isoDate(period.from)} – ${isoDate(period.to)}`,
    ...(items.length === 0 ? [say('stock.noHistory')] : balanceLines(items, say)),
    ...(item === undefined ? [] : items.flatMap((trace) => movementLines(trace, store, say))),
    '',
    `${say('stock.doubts.title')}: ${say('stock.doubts.count', { n: doubts.length })}`,
    ...doubts.flatMap((doubt) => [
      [
        `! ${timeOf(doubt.at)}`,
        [doubt.item, doubt.batch].filter(Boolean).join(' '),
        whoOf(doubt.by, store),
        doubt.visit ?? '',
        doubt.record,
      ]
        .filter(Boolean)
        .join('  '),
      `    ${doubtWords(doubt, say)} ${say(`stock.doubts.todos.${doubt.kind}`)}`,
    ]),
  ];
}

/** Every movement, a line each. */
export function storeCsv({ facility, items, roles }: StoreTrace): string[] {
  const columns = [
    ...[
      'facility',
      'item',
      'batch',
      'expiry',
      'at',
      'kind',
      'change',
      'batch_after',
      'item_after',
      'by',
      'roles',
    ],
    ...['reason', 'source', 'visit', 'dispense', 'prescription', 'record'],
  ];
  const lines = items.flatMap(({ item, movements }) =>
    movements.map((one) => [
      ...[facility, item, one.batch, one.expiry, one.at, one.kind, one.change, one.batchAfter, one.after],
      ...[one.by, (roles[one.by] ?? []).join(' '), one.reason ?? '', one.source ?? ''],
      ...[one.visit ?? '', one.dispense ?? '', one.prescription ?? '', one.record],
    ]),
  );
  return [columns, ...lines].map((cells) => csvLine(cells).trimEnd());
}

function balanceLines(items: readonly ItemTrace[], say: Translate): string[] {
  const rows = items.map((trace): [string, ...string[]] => {
    const numbers = { ...sumMovements(trace.movements), opening: trace.opening, closing: trace.closing };
    return [trace.item, ...BALANCE_COLUMNS.map((key) => String(numbers[key]))];
  });
  return table([[say('stock.item'), ...BALANCE_COLUMNS.map((key) => say(`stock.trace.${key}`))], ...rows], 1);
}

function movementLines({ movements }: ItemTrace, store: StoreTrace, say: Translate): string[] {
  const head = ['when', 'what', 'batch', 'change', 'after', 'who', 'visit'].map((key) => say(`stock.${key}`));
  const rows = movements.map((one) => [
    timeOf(one.at),
    whatOf(one, say),
    `${one.batch} ${one.expiry}`,
    one.change > 0 ? `+${one.change}` : String(one.change),
    String(one.after),
    whoOf(one.by, store),
    [one.visit, one.prescription?.split(':').slice(3).join(':')].filter(Boolean).join(' '),
  ]);
  return ['', ...table([head, ...rows], Infinity)];
}

function whatOf(movement: TracedMovement, say: Translate): string {
  const { reason, source } = movement;
  const why = reason && reasonWords(reason, say);
  return [say(`stock.kinds.${movementName(movement)}`), source, why].filter(Boolean).join(' · ');
}

function whoOf(by: StaffId, { roles }: StoreTrace): string {
  const may = roles[by];
  return may === undefined ? by : `${by} (${may.join(', ')})`;
}

function timeOf(at: string): string {
  return `${isoDate(dayOf(at))} ${istTime(at)}`;
}

/** @param numbersFrom columns from this one on stand to the right */
function table(rows: readonly (readonly string[])[], numbersFrom: number): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => displayWidth(row[at] ?? ''))));
  return rows.map((row) =>
    row
      .map((text, at) => {
        const width = widths[at] ?? 0;
        return at >= numbersFrom ? ' '.repeat(width - displayWidth(text)) + text : fit(text, width);
      })
      .join('  ')
      .trimEnd(),
  );
}
