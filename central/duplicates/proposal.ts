import type { PatientId } from '../../records/ids.js';
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
  /** what is known of the two now no longer looks like one person */
  withdrawn?: true;
}

/**
 * In `patients`: what a person decided about two ids. Both stay valid whatever it says; it can be undone. The router
 * carries it to the homes of both.
 */
export interface LinkDecision {
  /** `link:<a>:<b>` */
  _id: string;
  type: 'link';
  a: PatientId;
  b: PatientId;
  decision: 'same' | 'different';
  by: string;
  /** UTC */
  at: string;
  note?: string;
  /** the decision was taken back */
  undone?: { by: string; at: string; note?: string };
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
