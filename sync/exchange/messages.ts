import type { EnrolRefusal } from '../enrolment/messages.js';
import type { PackedHealth } from '../health/pack-health.js';

/** What the frames of an exchange say (see frames.ts). */

/** A CouchDB sequence: opaque, 100 to 250 characters on a cluster. */
export type Sequence = string | number;

/** How far the box has read each of the databases that come down to it; absent: from the start. */
export interface NewsCursors {
  shared?: Sequence;
  inbox?: Sequence;
}

/** The databases of a box that travel, by their names on the box. */
export type Travelling = 'records' | 'papers' | keyof NewsCursors;

/** One name for each of them, such as PouchDB's. */
export type DatabaseIds = Record<Travelling, string>;

export interface Hello {
  /** of these messages */
  v: 1;
  /** stands for cursors that the gateway told before, so that they need not travel; see `newsTag` */
  tag?: string;
  /** where the gateway no longer knows the tag, and at the first time */
  cursors?: NewsCursors;
  /** PouchDB's ids of the box's databases, beside the cursors: its checkpoints are named by them */
  ids?: DatabaseIds;
  /** records that the box has and the centre has not confirmed; said to a gateway that keeps it, see `End.health` */
  waiting?: number;
  /** how the box is, see sync/health/; at most once an hour unless something happens */
  health?: PackedHealth;
}

/**
 * With the bundles before it the centre has everything up to these sequences of the box's own databases; each behind
 * the one that it was told last, which its checkpoint must have reached, or it has been set back meanwhile.
 */
export type Reached = Partial<Record<'records' | 'papers', [before: number, to: number]>>;

export interface BundleHead {
  /** the first 16 bytes of the bytes' SHA-256, in hex */
  id: string;
  size: number;
  /** the first byte that follows here; absent: the box asks what the gateway holds, and waits for `held` */
  from?: number;
  /** it holds no records but a paper, see paper-bundle.ts */
  paper?: true;
}

/** CouchDB has a bundle's records. */
export interface Confirmed {
  id: string;
  /** what its validation said no to */
  refused: { id: string; reason: string }[];
}

/** A ledger in a few numbers; equal on both sides means: the same records with the same revisions. */
export interface LedgerSum {
  count: number;
  /** sums of the revisions' 28-bit parts: the order doesn't matter */
  sums: [number, number, number, number];
}

/** Documents of one database, encoded as sync/document-bundle.ts says, behind this head. */
export interface NewsHead {
  database: keyof NewsCursors;
  /** the cursor once these documents are on disk */
  to: Sequence;
}

/** Everything went well. */
export interface End {
  /** the gateway knows these cursors by it from now on */
  tag: string;
  /** `false`: it did not know the tag of the hello; the box says its cursors next time */
  known?: false;
  /** databases in which only the cursor has moved */
  cursors?: NewsCursors;
  /** what the facility's database holds now; absent where its design is older than this */
  holds?: LedgerSum;
  /** copies that CouchDB keeps of each record, where there are several: what `holds` says is one copy's, and may be behind */
  copies?: number;
  /** of the CouchDB server, to a hello with ids: PouchDB's checkpoints are named by it too */
  uuid?: string;
  /** to a hello with cursors: this gateway keeps how its boxes are, and wants to hear it */
  health?: true;
  /** checkpoints at the centre that stand before what it was told last; null: there is none */
  behind?: Partial<Record<'records' | 'papers', Sequence | null>>;
}

export interface Failed {
  code: 'busy' | 'damaged' | 'newer' | 'too-large' | 'refused' | 'centre-down' | 'trouble' | 'bad-request';
  message: string;
  /** seconds */
  retryAfter?: number;
  /** CouchDB's status, where it refused */
  status?: number;
  /** the box's access was ended */
  ended?: EnrolRefusal;
}
