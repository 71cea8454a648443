import type { BoxId } from '../../records/ids.js';

/** `POST /enrol` at the gateway. */
export interface EnrolRequest {
  box: BoxId;
  /** see enrolment-keys.ts */
  proof: string;
  /** of the machine that redeems: the same one may ask again where the answer was lost, another one may not */
  device: string;
}

export interface EnrolAnswer {
  /** EnrolledCentre, sealed with the code's key */
  sealed: string;
  /** public keys of the centre, as they stand in `shared` */
  keys: object[];
}

/** Why a code, or a box, is turned away. */
export interface EnrolRefusal {
  error: 'code-wrong' | 'code-used' | 'code-expired' | 'too-many-tries' | 'box-revoked' | 'not-offered';
  /** when it was used, ran out, was revoked; UTC */
  at?: string;
  /** in the words of who revoked */
  reason?: string;
  /** seconds */
  wait?: number;
}

/** All that a box needs to speak with its centre. */
export interface EnrolledCentre {
  url: string;
  gateway: string;
  user: string;
  password: string;
}
