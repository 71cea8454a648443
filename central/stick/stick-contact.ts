import { readHealth } from '../../sync/health/pack-health.js';
import type { SignedReceipt, TakenRun } from '../../sync/stick/receipt.js';
import type { StickHeader, UpLetter } from '../../sync/stick/stick-format.js';
import type { Contact } from '../monitor/contact.js';

export interface TakenStick {
  header: StickHeader;
  letter: UpLetter;
  took: readonly TakenRun[];
  holds: SignedReceipt['holds'];
}

/** What a stick tells of its box: as it was when the stick was written, by the box's clock. */
export function stickContact({ header, letter, took, holds }: TakenStick, now: number): Contact {
  const said = Date.parse(header.at);
  // A box whose clock runs ahead is heard now; one that says no time is not heard at all, but what it brings counts.
  const written = Number.isNaN(said) ? 0 : Math.min(said, now);
  const health = readHealth(letter.health);
  return {
    box: header.box,
    at: new Date(written).toISOString(),
    by: 'stick',
    confirmedN: Math.max(...took.map(({ upTo }) => upTo)),
    ...(health ? { health } : {}),
    ...(holds ? { holds: holds.count } : {}),
  };
}
