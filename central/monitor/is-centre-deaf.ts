import type { BoxRow } from './box-row.js';

/** Fewer boxes than this may well fall silent together. */
const FEWEST = 5;

/**
 * Whether all boxes that should be heard are silent at once: then the gateway or the centre's own line is down, and
 * thousands of alerts would hide that.
 */
export function isCentreDeaf(rows: readonly BoxRow[]): boolean {
  const expected = rows.filter(({ plannedOff, status }) => !plannedOff && status.lastContact !== undefined);
  return (
    expected.length >= FEWEST &&
    expected.every(({ level, alerts }) => level === 'silent' || alerts.some(({ kind }) => kind === 'silent'))
  );
}
