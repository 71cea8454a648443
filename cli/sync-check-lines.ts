import {
  countDiffering,
  countWords,
  onlyWaits,
  todoWords,
} from '../node-server/sync-check/difference-words.js';
import type { SyncCheckAnswer } from '../node-server/sync-check/make-sync-check.js';
import { dayWords } from '../node-server/sync-check/sync-receipt.js';
import { shortSum } from '../sync/short-sum.js';
import type { DayCheck } from '../sync/verify/verify-ledger-days.js';
import type { Language, Translate } from '../templates/locale.js';

/** Days and records that are shown on a terminal; `--json` has more. */
const DAYS = 31;
const NAMED = 20;

/** What `nadi sync verify` prints. */
export function syncCheckLines(
  { box, comparison, mended }: SyncCheckAnswer,
  language: Language,
  say: Translate,
): string[] {
  const { agrees, here, counts, days } = comparison;
  const differing = days.filter((one) => !one.agrees);
  const lines = (some: readonly DayCheck[]): string[] => dayLines(some, language, say);
  return [
    ...(mended
      ? [say('syncCheck.cli.mended', { n: mended.sent, days: mended.days.length }), ...lines(mended.days)]
      : []),
    agrees
      ? say('syncCheck.cli.agrees', { box, n: here.count, days: days.length, sum: shortSum(here) })
      : onlyWaits(counts)
        ? say('syncCheck.cli.waits', { box, n: counts.waiting ?? 0 })
        : say('syncCheck.cli.differs', { box, days: differing.length, all: days.length }),
    ...lines(differing),
    ...todoWords(counts, say).map((todo) => `→ ${todo}`),
  ];
}

function dayLines(days: readonly DayCheck[], language: Language, say: Translate): string[] {
  let left = NAMED;
  let told = 0;
  const lines = days.slice(-DAYS).flatMap(({ day, here, there, counts, named }) => {
    const some = named.filter(({ kind }) => kind !== 'waiting').slice(0, left);
    left -= some.length;
    told += some.length;
    return [
      `  ${say('syncCheck.cli.day', {
        day: dayWords(day, { language, say }),
        here: here.count,
        sumHere: shortSum(here),
        there: there.count,
        sumThere: shortSum(there),
        what: countWords(counts, say),
      })}`,
      ...some.map(({ kind, id, n }) => {
        const number = n === undefined ? '' : ` (${say('syncCheck.number')} ${n})`;
        return `    ${say(`syncCheck.kind.${kind}`)}: ${id}${number}`;
      }),
    ];
  });
  const others = Math.max(0, days.length - DAYS);
  const unnamed = days.reduce((sum, { counts }) => sum + countDiffering(counts), 0) - told;
  return [
    ...lines,
    ...(unnamed > 0 ? [`    ${say('syncCheck.more', { n: unnamed })}`] : []),
    ...(others > 0 ? [`  ${say('syncCheck.otherDays', { n: others })}`] : []),
  ];
}
