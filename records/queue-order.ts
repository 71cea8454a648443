import type { Priority } from './people.js';
import type { QueueEntry } from './queue-entry.js';

export interface QueueRules {
  /** minutes that a priority moves a patient forward in the line */
  leads: Partial<Record<Priority, number>>;
  /** a skipped patient comes back after so many calls */
  skipTurns: number;
}

/**
 * The order in which a station will call its patients:
 *
 * 1. Emergencies, by arrival.
 * 2. All others by arrival, where a pregnant, elderly or disabled patient counts as having come `leads`
 *    minutes earlier. So an ordinary patient is overtaken only by those who come within that many minutes:
 *    priority shortens a wait, and nobody waits for ever.
 * 3. A skipped patient stands behind the next `skipTurns` calls, of which `callsSince` have been made.
 *
 * Held patients have no place until they are resumed.
 */
export function queueOrder(
  entries: Iterable<QueueEntry>,
  rules: QueueRules,
  callsSince: (entry: QueueEntry) => number,
): QueueEntry[] {
  const waiting: { entry: QueueEntry; rank: number; from: number }[] = [];
  const skipped: { entry: QueueEntry; turns: number }[] = [];
  for (const entry of entries) {
    if (entry.state === 'skipped') {
      skipped.push({ entry, turns: Math.max(0, rules.skipTurns - callsSince(entry)) });
    } else if (entry.state === 'waiting') {
      const lead = entry.priority === null ? 0 : (rules.leads[entry.priority] ?? 0);
      const from = Date.parse(entry.enteredAt) - lead * 60_000;
      waiting.push({ entry, rank: entry.priority === 'emergency' ? 0 : 1, from });
    }
  }
  waiting.sort((a, b) => a.rank - b.rank || a.from - b.from || byToken(a.entry, b.entry));
  skipped.sort(
    (a, b) =>
      a.turns - b.turns || Date.parse(a.entry.since) - Date.parse(b.entry.since) || byToken(a.entry, b.entry),
  );

  const line = waiting.map(({ entry }) => entry);
  let free = waiting.filter(({ rank }) => rank === 0).length;
  for (const { entry, turns } of skipped) {
    const place = Math.min(Math.max(free, turns), line.length);
    line.splice(place, 0, entry);
    free = place + 1;
  }
  return line;
}

/** Two boxes that stand in for one another may each have a token 7 on one day. */
function byToken(a: QueueEntry, b: QueueEntry): number {
  return a.token - b.token || (a.visit < b.visit ? -1 : 1);
}
