import { dayOf, isoDate, istTime, type Day } from '../../records/day.js';
import type { Report, ReportFacts, ReportRow, ReportTable } from '../../records/report.js';
import { addSums, EMPTY_SUM } from '../../sync/ledger-sum.js';
import { shortSum } from '../../sync/short-sum.js';
import { NO_DAY } from '../../sync/verify/ledger-day.js';
import type { DayCheck, LedgerComparison } from '../../sync/verify/verify-ledger-days.js';
import { formatDay } from '../../templates/format-day.js';
import type { Language, Translate } from '../../templates/locale.js';
import { periodWords } from '../reports/period-words.js';
import { countDiffering, countWords, onlyWaits, todoWords } from './difference-words.js';

/** What stands on one page: days in all, of them such as differ, and records by name. */
const DAYS = 22;
const DAYS_WHERE_IT_DIFFERS = 12;
const DIFFERING = 8;
const NAMED = 8;

export interface ReceiptFrame {
  comparison: LedgerComparison;
  mended: { sent: number } | null;
  facility: string;
  box: string;
  /** without a log-in */
  centre: string;
  askedBy: string;
  /** UTC */
  comparedAt: string;
  startsAt: number;
  language: Language;
  say: Translate;
}

/** A comparison with the centre as one page: the whole, the newest days and those that differ, the rest added up. */
export function syncReceipt(frame: ReceiptFrame): Report {
  const { comparison, facility, box, comparedAt, startsAt, language, say } = frame;
  const today = dayOf(comparedAt);
  const days = comparison.days.map(({ day }) => day).filter((day) => day !== NO_DAY);
  const [from = today, to = days.at(-1) ?? today] = [days[0]];
  const period = { from, to };
  return {
    id: 'sync-verify',
    title: say('syncCheck.title'),
    facility,
    box,
    period: { ...period, words: periodWords('range', period, language, say) },
    sections: [factsOf(frame), daysTable(comparison, frame), ...differences(comparison, frame)],
    notes: [
      ...todoWords(comparison.counts, say),
      ...(startsAt > 0 ? [say('syncCheck.startsAt', { n: startsAt })] : []),
      say('syncCheck.aboutSum'),
    ],
  };
}

/** For the QR: who holds the paper can compare without a line. */
export function receiptCode({ comparison: { here, there }, box, comparedAt }: ReceiptFrame): string {
  const side = (sum: typeof here): string => `${sum.count} ${shortSum(sum)}`;
  return `nadi sync verify ${box} ${comparedAt} box: ${side(here)} centre: ${side(there)}`;
}

function factsOf(frame: ReceiptFrame): ReportFacts {
  const { comparison, mended, box, centre, comparedAt, askedBy, language, say } = frame;
  const fact = (key: string, value: string) => ({ label: say(`syncCheck.${key}`), value });
  return {
    kind: 'facts',
    facts: [
      fact('box', box),
      fact('centre', centre),
      fact('comparedAt', `${formatDay(language, dayOf(comparedAt))}, ${istTime(comparedAt)} IST`),
      fact('askedBy', askedBy),
      ...(mended ? [fact('sentAgain', say('syncCheck.sentAgainCount', { n: mended.sent }))] : []),
      fact('agreement', agreement(comparison, say)),
      ...(comparison.agrees ? [] : [fact('differences', countWords(comparison.counts, say))]),
    ],
  };
}

function agreement({ agrees, here, counts, days }: LedgerComparison, say: Translate): string {
  if (agrees) return say('syncCheck.agrees', { n: here.count });
  if (onlyWaits(counts)) return say('syncCheck.waits', { n: counts.waiting ?? 0 });
  return say('syncCheck.differs', { days: days.filter((one) => !one.agrees).length });
}

function daysTable(
  { days, here, there, agrees, counts }: LedgerComparison,
  frame: ReceiptFrame,
): ReportTable {
  const { say } = frame;
  const { shown, rest } = chosen(days);
  const rows = shown.map((one) => rowOf(dayWords(one.day, frame), one, say));
  return {
    kind: 'table',
    columns: [
      { key: 'day', title: say('syncCheck.day'), width: 2.2 },
      { key: 'here', title: say('syncCheck.here'), align: 'right', width: 1.3 },
      { key: 'sumHere', title: say('syncCheck.sumHere'), align: 'right', width: 1.6 },
      { key: 'there', title: say('syncCheck.there'), align: 'right', width: 1.3 },
      { key: 'sumThere', title: say('syncCheck.sumThere'), align: 'right', width: 1.6 },
      { key: 'outcome', title: say('syncCheck.outcome'), width: 3.4 },
    ],
    rows: rest.length === 0 ? rows : [rowOf(otherDays(rest, say), addedUp(rest), say), ...rows],
    total: rowOf(say('syncCheck.total'), { here, there, agrees, counts }, say),
  };
}

type Sums = Pick<DayCheck, 'here' | 'there' | 'agrees' | 'counts'>;

function rowOf(day: string, { here, there, agrees, counts }: Sums, say: Translate): ReportRow {
  return {
    cells: {
      day,
      here: here.count,
      sumHere: shortSum(here),
      there: there.count,
      sumThere: shortSum(there),
      outcome: agrees ? say('syncCheck.same') : outcomeWords(counts, say),
    },
  };
}

/** In few words: the kinds stand above, for all days. */
function outcomeWords(counts: DayCheck['counts'], say: Translate): string {
  const { waiting = 0 } = counts;
  return [
    ...(onlyWaits(counts) ? [] : [say('syncCheck.differing', { n: countDiffering(counts) })]),
    ...(waiting > 0 ? [say('syncCheck.counted.waiting', { n: waiting })] : []),
  ].join(', ');
}

/** The newest days and the newest of those that differ, oldest first. */
function chosen(days: readonly DayCheck[]): { shown: DayCheck[]; rest: DayCheck[] } {
  const most = days.every(({ agrees }) => agrees) ? DAYS : DAYS_WHERE_IT_DIFFERS;
  const differing = days.filter(({ agrees }) => !agrees).slice(-DIFFERING);
  const others = days.filter((one) => !differing.includes(one)).slice(differing.length - most);
  const shown = days.filter((one) => differing.includes(one) || others.includes(one));
  return { shown, rest: days.filter((one) => !shown.includes(one)) };
}

function addedUp(days: readonly DayCheck[]): Sums {
  const counts: DayCheck['counts'] = {};
  for (const one of days) {
    for (const [kind, count] of Object.entries(one.counts))
      counts[kind as keyof typeof counts] = (counts[kind as keyof typeof counts] ?? 0) + count;
  }
  return {
    here: days.map(({ here }) => here).reduce(addSums, EMPTY_SUM),
    there: days.map(({ there }) => there).reduce(addSums, EMPTY_SUM),
    agrees: days.every(({ agrees }) => agrees),
    counts,
  };
}

function otherDays(rest: readonly DayCheck[], say: Translate): string {
  return say('syncCheck.otherDays', { n: rest.length });
}

export function dayWords(day: Day, { language, say }: Pick<ReceiptFrame, 'language' | 'say'>): string {
  return day === NO_DAY ? say('syncCheck.noDay') : formatDay(language, isoDate(day));
}

function differences({ days }: LedgerComparison, { say }: ReceiptFrame): ReportTable[] {
  const all = days.flatMap(({ named }) => named).filter(({ kind }) => kind !== 'waiting');
  if (all.length === 0) return [];
  const counted = days.reduce((sum, { counts }) => sum + countDiffering(counts), 0);
  const rows: ReportRow[] = all.slice(0, NAMED).map(({ id, n, kind }) => ({
    cells: { number: n ?? '', record: id, what: say(`syncCheck.kind.${kind}`) },
  }));
  if (counted > NAMED)
    rows.push({ cells: { number: '', record: say('syncCheck.more', { n: counted - NAMED }), what: '' } });
  return [
    {
      kind: 'table',
      title: say('syncCheck.differences'),
      columns: [
        { key: 'number', title: say('syncCheck.number'), align: 'right', width: 1 },
        { key: 'record', title: say('syncCheck.record'), width: 4 },
        { key: 'what', title: say('syncCheck.what'), width: 3 },
      ],
      rows,
    },
  ];
}
