import type { Day } from './day.js';
import type { PlainDifference } from './duplicates/plain-differences.js';
import type { Envelope, Words } from './envelope.js';
import type { BoxId, PatientId, VisitId } from './ids.js';
import type { Role } from './people.js';

// Records about the box itself and about who looked at what.

/** A public key of the box. The private half never leaves the box but in its encrypted backup. */
export interface KeyRecord extends Envelope {
  type: 'key';
  /** Ed25519 public key: 32 bytes, base64url */
  key: string;
}

/** Binds all records up to one, by the box's signature: see records/chain.ts. */
export interface SealRecord extends Envelope {
  type: 'seal';
  upTo: number;
  /** SHA-256 chain over all records up to `upTo`, base64url */
  head: string;
  /** `_id` of the key record */
  key: string;
  /** Ed25519 over the sealed text, base64url */
  signature: string;
}

export type AccessAction = 'view' | 'search' | 'print' | 'export';

/** Somebody looked at patients' records (law 8; EHR Standards 2016, ISO 27789). `by` and `at` say who and when. */
export interface AccessRecord extends Envelope {
  type: 'access';
  action: AccessAction;
  /** whose: one for a page about a person, several for a list */
  patients: PatientId[];
  /** the page: its route's pattern, `/doctor/visit/{visit}` */
  route: string;
  visit?: VisitId;
  device?: string;
  /** why a record was opened that the role or a restriction closes (break-glass) */
  reason?: string;
  /** the consent on which what other facilities wrote was asked for */
  consent?: string;
  /**
   * in what the person here plainly differs from whose the number is elsewhere; whoever looked said that they are one
   */
  differs?: PlainDifference[];
  /** as whom, where the look is told to another box, which does not know this one's staff */
  as?: { name: Words; role: Role };
}

/** One state of a device on the LAN; the latest counts. The secret in its cookie is no record. */
export interface DeviceRecord extends Envelope {
  type: 'device';
  /** eight letters and digits */
  device: string;
  /** as the operator calls it: `काउंटर 1` */
  name: string;
  state: 'paired' | 'revoked';
  /** absent: a browser. `standby`: a spare box that follows, and so gets the whole ledger */
  use?: 'standby';
  reason?: string;
}

/** A backup that was written and read back. */
export interface BackupRecord extends Envelope {
  type: 'backup';
  /** name of its file */
  file: string;
  kind: 'full' | 'incremental';
  /** holds the records after this one … */
  from: number;
  /** … up to this one */
  upTo: number;
  bytes: number;
  /** `folder` or `usb`, without its path */
  place: 'folder' | 'usb';
}

/** First record of a box that took over from one that was lost: its numbers go on after `upTo`. */
export interface RestoreRecord extends Envelope {
  type: 'restore';
  from: BoxId;
  /** last record that was taken over */
  upTo: number;
  /** chain over the records up to `upTo`, base64url */
  head: string;
  source: 'backup' | 'centre' | 'backup-and-centre' | 'standby';
  /** the last numbers that the lost box may have given out unseen: this box's own come after them */
  skipTo?: { day: Day; token: number; patient: number };
}

/** What the law or the patient closes to all but who wrote it, doctors and those with a reason. */
export type RestrictionCategory = 'hiv' | 'mtp' | 'pocso' | 'mental-health';

/** A patient's record, or one visit of it, is restricted; a later record with `lifted` ends it. */
export interface RestrictionRecord extends Envelope {
  type: 'restriction';
  category: RestrictionCategory;
  visit?: VisitId;
  lifted?: string;
  reason?: string;
}

/** `history`: what other health centres wrote down may be brought here and read */
export type ConsentPurpose = 'care' | 'share' | 'history' | 'abdm' | 'teleconsult' | 'research';

/** What a consent to `history` opens beside what public facilities may give: private houses' records, restricted ones. */
export type HistoryScope = 'private' | 'restricted';

/** FHIR Consent. A later record with `revokes` ends one. */
export interface ConsentRecord extends Envelope {
  type: 'consent';
  purpose: ConsentPurpose;
  given: boolean;
  /** how it was given */
  mode: 'spoken' | 'written' | 'thumb' | 'electronic';
  /** who gave it for the patient: a parent, a guardian */
  givenBy?: string;
  /** last day on which it counts, `2027-11-21` */
  until?: string;
  /** with `history` */
  scope?: HistoryScope[];
  revokes?: string;
  note?: string;
}
