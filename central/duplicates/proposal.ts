import type { BoxId, PatientId } from '../../records/ids.js';
import type { DuplicateReason } from '../../records/likely-duplicates.js';

/** In `patients`: two ids that may be one person. `duplicate:<a>:<b>`, the smaller one first, without `patient:`. */
export interface Proposal {
  _id: string;
  type: 'duplicate';
  a: PatientId;
  b: PatientId;
  probability: number;
  why: DuplicateReason[];
  /** UTC */
  at: string;
  /** somebody has decided: see `link:<a>:<b>` */
  decided?: true;
  /** somebody at a facility says so, who had the person before them */
  reported?: { by: string; box: BoxId; at: string; note?: string };
  /** what is known of the two now no longer looks like one person */
  withdrawn?: true;
}

export function proposalId(a: PatientId, b: PatientId): string {
  return `duplicate:${pairOf(a, b)}`;
}

export function linkId(a: PatientId, b: PatientId): string {
  return `link:${pairOf(a, b)}`;
}

function pairOf(a: PatientId, b: PatientId): string {
  return [a, b]
    .map((id) => id.replace(/^patient:/, ''))
    .sort()
    .join(':');
}
