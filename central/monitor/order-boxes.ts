import { FacilityError } from '../../records/facility-error.js';
import { needsHelp, type BoxRow } from './box-row.js';
import type { BoxLevel } from './judge-box.js';

/** Worst first. */
export const BOX_LEVELS: readonly BoxLevel[] = ['broken', 'silent', 'look', 'late', 'ok'];

/** The one state in which a box is, on each page, screen, command and in the metrics; they add up to all boxes. */
export const BOX_STATES = [...BOX_LEVELS, 'planned'] as const;
export type BoxState = (typeof BOX_STATES)[number];

/** What somebody looks for among all boxes: those of one state, which add up to all, or those with an alert that nobody has seen. */
export const BOX_FILTERS = ['all', ...BOX_STATES, 'help'] as const;
export type BoxFilter = (typeof BOX_FILTERS)[number];

/** Throws `bad-input` naming the field. */
export function readFilter(typed: string, field: string): BoxFilter {
  const found = BOX_FILTERS.find((filter) => filter === typed);
  if (found) return found;
  throw new FacilityError('bad-input', `${typed.slice(0, 20)} is no state of a box`, {
    fields: [{ field, code: 'notValid' }],
    hint: 'hints.oneOf',
    params: { list: BOX_FILTERS.join(', ') },
  });
}

export function isShown(row: BoxRow, filter: BoxFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'help':
      return needsHelp(row);
    default:
      return boxState(row) === filter;
  }
}

export function boxState(row: Pick<BoxRow, 'level' | 'plannedOff'>): BoxState {
  return isPlannedOff(row) ? 'planned' : row.level;
}

/** A plan excuses only a box with which nothing else is the matter. */
export function isPlannedOff({ level, plannedOff }: Pick<BoxRow, 'level' | 'plannedOff'>): boolean {
  return plannedOff && level === 'ok';
}

/** Those first that need somebody now; among equals those that nobody has looked at, then who was silent longest. */
export function worstFirst(rows: readonly BoxRow[]): BoxRow[] {
  return [...rows].sort(
    (a, b) =>
      BOX_LEVELS.indexOf(a.level) - BOX_LEVELS.indexOf(b.level) ||
      Number(needsHelp(b)) - Number(needsHelp(a)) ||
      b.alerts.length - a.alerts.length ||
      heard(a) - heard(b) ||
      (a.box < b.box ? -1 : 1),
  );
}

function heard({ status }: BoxRow): number {
  return status.lastContact === undefined ? 0 : Date.parse(status.lastContact);
}

export interface BoxCounts {
  boxes: number;
  states: Record<BoxState, number>;
  /** alerts that stand */
  alerts: number;
  /** of them, seen by somebody */
  acknowledged: number;
}

export function countBoxes(rows: readonly BoxRow[]): BoxCounts {
  const states = Object.fromEntries(BOX_STATES.map((state) => [state, 0])) as Record<BoxState, number>;
  const counts = { boxes: rows.length, states, alerts: 0, acknowledged: 0 };
  for (const row of rows) {
    const { alerts } = row;
    states[boxState(row)] += 1;
    counts.alerts += alerts.length;
    counts.acknowledged += alerts.filter(({ acknowledged }) => acknowledged !== undefined).length;
  }
  return counts;
}
