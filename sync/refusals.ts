import { FacilityError } from '../records/facility-error.js';
import type { Refusal } from './sync-mark.js';

/**
 * What the gateway says of a record that stands at the centre with another content: CouchDB's validation cannot refuse
 * a first revision beside another one (docs/adr/0005-embedded-couch.md), so the gateway looks before it writes.
 */
export const OTHER_CONTENT = 'Another record stands under this id.';

/** More refusals than these mean that the whole box is refused, not some records. */
export const REFUSALS_KEPT = 500;

/** Only a second box of this name, or a changed ledger, makes such a record. */
export function isRivalled(refused: readonly Pick<Refusal, 'reason'>[]): boolean {
  return refused.some(({ reason }) => reason === OTHER_CONTENT);
}

export function rivalled(): FacilityError {
  return new FacilityError('centre-refused', 'Another box seems to write under the name of this box', {
    hint: 'hints.switchOneOff',
    params: { why: 'two-boxes' },
  });
}

export function refusesAll(refused: readonly Pick<Refusal, 'reason'>[], database: string): FacilityError {
  if (isRivalled(refused)) return rivalled();
  return new FacilityError(
    'centre-refused',
    `The centre refuses this box's records: ${refused.at(-1)?.reason ?? ''}`,
    {
      hint: 'hints.whoseDatabase',
      params: { database, why: 'records' },
    },
  );
}
