import type { Progress } from '../records/progress.js';
import type { Translate } from '../templates/locale.js';

export interface Pace {
  perSecond: number;
  /** null where nobody can say yet */
  secondsLeft: number | null;
}

/** Before so many milliseconds have passed a time left would only jump about. */
const STEADY_MS = 2_000;

/** How fast a job goes, measured since its present part began: parts go at their own speeds. */
export class PaceMeter {
  #began: { step: string; ms: number; done: number } | null = null;

  /** `now` in milliseconds that only ever grow */
  read({ step, done, total }: Progress, now: number): Pace {
    if (this.#began?.step !== step) this.#began = { step, ms: now, done };
    const elapsed = now - this.#began.ms;
    const perSecond = elapsed > 0 ? ((done - this.#began.done) * 1000) / elapsed : 0;
    const isKnown = total !== undefined && total > 0 && perSecond > 0 && elapsed >= STEADY_MS;
    return { perSecond, secondsLeft: isKnown ? Math.max(0, (total - done) / perSecond) : null };
  }
}

/** `████████░░░░  62%` in so many columns and five; a row of dots where the whole is not known. */
export function barOf({ done, total }: Progress, columns: number): string {
  if (total === undefined || total <= 0) return '·'.repeat(Math.max(0, columns));
  const share = Math.min(1, done / total);
  const full = Math.round(share * columns);
  return `${'█'.repeat(full)}${'░'.repeat(columns - full)} ${String(Math.floor(share * 100)).padStart(3)}%`;
}

export function sayAmount({ done, total, unit }: Progress, say: Translate): string {
  return total === undefined
    ? say(`jobs.done.${unit}`, { done: amount(done, unit) })
    : say(`jobs.of.${unit}`, { done: amount(done, unit), total: amount(total, unit) });
}

export function saySpeed({ perSecond }: Pace, { unit }: Progress, say: Translate): string {
  return say(`jobs.speed.${unit}`, { speed: amount(perSecond, unit) });
}

export function sayLeft({ secondsLeft: seconds }: Pace, say: Translate): string {
  if (seconds === null) return say('jobs.left.unknown');
  return seconds < 90
    ? say('jobs.left.seconds', { n: Math.max(1, Math.ceil(seconds)) })
    : say('jobs.left.minutes', { n: Math.ceil(seconds / 60) });
}

function amount(value: number, unit: Progress['unit']): string | number {
  return unit === 'bytes' ? (value / 1_000_000).toFixed(1) : Math.round(value);
}
