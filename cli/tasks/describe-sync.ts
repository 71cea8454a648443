import { istTime } from '../../records/day.js';
import type { LineKind, LineSlot } from '../../sync/line-history.js';
import type { SyncPolicy } from '../../sync/lanes.js';
import { minutesLeft, type SyncReport } from '../../sync/sync-report.js';
import { describeSync, sayTime } from '../../sync/sync-state.js';
import type { Language, Translate } from '../../templates/locale.js';
import { saySize } from '../say-size.js';

/** How far sync is in one language's words, for the screen and the command alike. */
export interface SyncWords {
  headline: string;
  facts: { name: string; label: string; value: string }[];
  /** the last day's line; null while the box has no centre */
  line: { label: string; hours: string; blocks: string; legend: string } | null;
  failure: { label: string; what: string; exactly: string } | null;
  /** what to do, and the runbook that says more */
  advice: string[];
}

/** Told apart by their height alone: the picture needs no colour. */
const BLOCKS: Record<LineKind, string> = { up: '█', slow: '▄', down: 'x', untried: '·' };

export function describeReport(report: SyncReport, language: Language, say: Translate): SyncWords {
  const words: Translate = (key, params) => say(`cli.syncScreen.${key}`, params);
  const time = (at: string | undefined): string => (at === undefined ? '–' : sayTime(at, language));
  const { papers, lastError, urgent } = report;
  const urgentLast =
    urgent.lastAt === undefined ? '' : ` · ${words('urgentLast', { time: time(urgent.lastAt) })}`;
  const facts: [name: string, value: string][] = [
    ['confirmed', time(report.lastConfirmed)],
    ['waiting', say('sync.waiting', { n: report.waiting })],
    ['oldest', time(report.oldestWaiting)],
    ['onTheWay', sayLeft(report, words)],
    [
      'urgent',
      (urgent.waiting === 0 ? words('urgentNone') : words('urgentWait', { n: urgent.waiting })) + urgentLast,
    ],
    ...(papers && papers.count > 0
      ? [
          ['papers', words('papersWait', { n: papers.count, size: saySize(papers.bytes) })] as [
            string,
            string,
          ],
        ]
      : []),
    ['limits', sayLimits(report, words)],
    ['nextTry', time(report.nextTry)],
    ['received', say('cli.values.received', { n: report.received })],
  ];
  return {
    headline: headlineOf(report, language, say),
    facts: facts.map(([name, value]) => ({ name, label: words(name), value })),
    line:
      report.line.length === 0
        ? null
        : { label: words('line'), ...drawLine(report.line), legend: legend(words) },
    failure: lastError
      ? {
          label: words('lastFailure'),
          what: `${time(lastError.at)}  ${sayWhy(lastError, say)}`,
          exactly: lastError.message,
        }
      : null,
    advice: adviceOf(report).map((key) => words(key)),
  };
}

function sayWhy({ code, why }: NonNullable<SyncReport['lastError']>, say: Translate): string {
  return say(why === undefined ? `errors.${code}.title` : `cli.syncScreen.why.${why}.what`);
}

/** What the facts below say in full stays out. */
function headlineOf(report: SyncReport, language: Language, say: Translate): string {
  const { nextTry, oldestWaiting, ...rest } = report;
  return describeSync(rest, language, say);
}

function sayLeft(report: SyncReport, words: Translate): string {
  const { bytesLeft, papers } = report;
  const scans = papers?.bytes ?? 0;
  const minutes = minutesLeft(report);
  if (bytesLeft + scans === 0) return '–';
  const size = saySize(bytesLeft + scans);
  return [
    words(scans > 0 ? 'leftWithScans' : 'left', { size }),
    ...(minutes === null ? [] : [words('minutes', { n: minutes })]),
  ].join(' · ');
}

function sayLimits({ limits, spentToday }: SyncReport, words: Translate): string {
  if (spentToday === undefined) return words('noGateway');
  const { bytesPerDay, quiet, urgentOnly }: SyncPolicy = limits;
  const used = saySize(spentToday);
  return [
    bytesPerDay === undefined
      ? words('usedFree', { used })
      : words('usedOf', { used, most: saySize(bytesPerDay) }),
    ...(quiet ? [words('quietFrom', quiet)] : []),
    ...(urgentOnly ? [words('onlyUrgent')] : []),
  ].join(' · ');
}

/** A block for each half hour, and India's hours above every sixth. */
function drawLine(slots: readonly LineSlot[]): { hours: string; blocks: string } {
  const hours = Array.from({ length: slots.length }, () => ' ');
  slots.forEach(({ from }, at) => {
    const [hour = '', minute] = istTime(from).split(':');
    if (minute !== '00' || Number(hour) % 3 !== 0 || at + 2 > slots.length) return;
    hours.splice(at, 2, ...hour);
  });
  return { hours: hours.join('').trimEnd(), blocks: slots.map(({ kind }) => BLOCKS[kind]).join('') };
}

function legend(words: Translate): string {
  const kinds: LineKind[] = ['up', 'slow', 'down', 'untried'];
  return kinds.map((kind) => `${BLOCKS[kind]} ${words(`lineKinds.${kind}`)}`).join('   ');
}

function adviceOf({ kind, heldBack, waiting, lastError }: SyncReport): string[] {
  const why = lastError?.why === undefined ? null : `why.${lastError.why}.next`;
  if (kind === 'refused') return [why ?? 'adviceRefused', 'runbookRefused'];
  if (kind === 'offline') return [why ?? 'adviceOffline', 'runbookOffline'];
  if (kind === 'not-set') return ['adviceNotSet'];
  if (heldBack !== undefined && waiting > 0) return ['adviceHeldBack'];
  return [];
}
