import type { Entry } from './ledger-entry.js';
import type { Finding } from './ledger-finding.js';
import { outOfOrder } from './out-of-order.js';

const DAY_MS = 86_400_000;

/**
 * What the times of records in order of `n` tell.
 *
 * @param atBefore of the record before them, which is sure; null where none is
 */
export function checkTimes(entries: readonly Entry[], atBefore: number | null, jumpMs: number): Finding[] {
  const odd = oddTimes(
    entries.map(({ at }) => at),
    atBefore ?? -Infinity,
  );
  const findings: Finding[] = [];
  let before = atBefore;
  entries.forEach(({ n, id, at }, place) => {
    const told = { n, id, at: new Date(at).toISOString() };
    if (odd.has(place)) {
      findings.push({ kind: before !== null && at < before ? 'backdated' : 'postdated', ...told });
      return;
    }
    if (before !== null && at - before > jumpMs) {
      findings.push({ kind: 'clock-jump', ...told, days: Math.floor((at - before) / DAY_MS) });
    }
    before = at;
  });
  return findings;
}

/** Places of the fewest times without which the rest never falls. */
function oddTimes(times: number[], atBefore: number): Set<number> {
  if (!times.some((at, place) => at < (times[place - 1] ?? atBefore))) return new Set();
  const early = times.flatMap((at, place) => (at < atBefore ? [place] : []));
  const others = times.flatMap((at, place) => (at < atBefore ? [] : [place]));
  const odd = outOfOrder(
    others.map((place) => times[place] ?? 0),
    false,
  );
  return new Set([...early, ...odd.map((place) => others[place] ?? 0)]);
}
