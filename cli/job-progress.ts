import type { Progress } from '../../records/progress.js';
import type { Translate } from '../../templates/locale.js';

export interface Pace {
  /** 0 to 1; null where the whole is not known */
  share: number | null;
  perSecond: number;
  /** null where nobody can say yet */
  secondsLeft: number | null;
}

/** How fast a job goes; before two seconds have passed a time left would only jump about. */
export function paceOf({ done, total }: Progress, elapsedMs: number): Pace {
  const perSecond = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0;
  const isKnown = total !== undefined && total > 0;
  return {
    share: isKnown ? Math.min(1, done / total) : null,
    perSecond,
    secondsLeft:
      isKnown && perSecond > 0 && elapsedMs >= 2_000 ? Math.max(0, (total - done) / perSecond) : null,
  };
}

/** `████████░░░░  62%` in so many columns and five; a row of dots where the whole is not known. */
export function barOf({ done, total }: Progress, columns: number): string {
  if (total === undefined || total <= 0) return '·'.repeat(Math.max(0, columns));
  const share = Math.min(1, done / total);
  const full = Math.round(share * columns);
  return `${'█'.repeat(full)}${'░'.repeat(columns - full)} ${String(Math.floor(share * 100)).padStart(3)}%`;
}

export function sayPace(pace: Pace, progress: Progress, say: Translate): string[] {
  const amount = (value: number): string | number =>
    progress.unit === 'bytes' ? (value / 1_000_000).toFixed(1) : Math.round(value);
  const { done, total, unit } = progress;
  return [
    total === undefined
      ? say(`cli.job.done-${unit}`, { done: amount(done) })
      : say(`cli.job.of-${unit}`, { done: amount(done), total: amount(total) }),
    say(`cli.job.speed-${unit}`, { speed: amount(pace.perSecond) }),
    pace.secondsLeft === null ? say('cli.job.leftUnknown') : sayLeft(pace.secondsLeft, say),
  ];
}

function sayLeft(seconds: number, say: Translate): string {
  return seconds < 90
    ? say('cli.job.leftSeconds', { n: Math.max(1, Math.ceil(seconds)) })
    : say('cli.job.leftMinutes', { n: Math.ceil(seconds / 60) });
}
