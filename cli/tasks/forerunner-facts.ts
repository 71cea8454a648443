import type { SyncState } from '../../sync/sync-state.js';

/** On a box that took over from another: what became of that one's records, a line for each thing to know. */
export function forerunnerFacts(
  forerunners: SyncState['forerunners'] = [],
  words: (key: string, params?: Record<string, string | number>) => string,
): { label: string; value: string }[] {
  return forerunners.flatMap(({ box, state, lacking, late }) => {
    const lines = [words(`restore.${state}`, { box, n: lacking })];
    if (late > 0) lines.push(words('restore.late', { box, n: late }));
    return lines.map((value) => ({ label: words('restore.label'), value }));
  });
}
