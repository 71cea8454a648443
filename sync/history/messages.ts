import type { BoxId, PatientId } from '../../records/ids.js';
import type { Words } from '../../records/envelope.js';
import type { NumberOwner } from '../../records/number-owner.js';

/**
 * `POST /history/{box}`, with the box's own user. The body is one `hello` frame: this head, and behind it a bundle of
 * the box's own records of the look and, where the patient was asked, of the consent. The answer is `bundle` with a
 * HistoryHead and `data` with a bundle of the records, then `end`, or `failed` with a HistoryRefusal. An empty body is
 * answered by `end` alone: so a box that is about to ask opens its connection beforehand.
 */
export interface HistoryHello {
  v: 1;
  patient: PatientId;
  /**
   * whose the number is, and nothing else: the look needs neither consent nor reason, and the answer is one `news` frame
   * with an OwnerNews. A gateway of before refuses it with `no-grounds`.
   */
  only?: 'owner';
}

/** Null: nobody at the centre may say whose a number is, or nobody knows. */
export interface OwnerNews {
  v: 1;
  owner: NumberOwner | null;
}

/** The ask is a few hundred bytes. */
export const MOST_ASKED_BYTES = 8_192;

/**
 * What became of a facility's part: `private`: it is a private house's, and no consent covers it; `gone`: the index
 * lists it, but there is no such ledger; `late`: it did not answer in time.
 */
export type HolderState = 'given' | 'private' | 'gone' | 'late';

export interface HistoryHolder {
  /** facility code */
  code: BoxId;
  name?: Partial<Words>;
  state: HolderState;
}

export interface HistoryHead {
  v: 1;
  /** who was asked for, then those of whom somebody decided that they are the same person */
  patients: PatientId[];
  holders: HistoryHolder[];
  /** something restricted was left out */
  leftOut: boolean;
  /** day after which all visits are there, where older ones were left out for their size */
  from: string | null;
  /** bytes of the bundle */
  size: number;
}

/**
 * `no-grounds`: no look, consent or reason that counts; `withdrawn`: the patient said no at another facility since;
 * `unknown-patient`: neither the index nor a ledger knows the id; `not-recorded`: the centre does not take the look.
 */
export interface HistoryRefusal {
  code: 'no-grounds' | 'withdrawn' | 'unknown-patient' | 'not-recorded' | 'centre-down' | 'bad-request';
}
