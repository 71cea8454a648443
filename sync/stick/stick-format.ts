import type { ChainMark } from '../../records/chain.js';
import type { BoxId } from '../../records/ids.js';
import type { NewsCursors, NewsHead, Sequence } from '../exchange/messages.js';
import type { BundledRecord } from '../bundle.js';
import type { BundledDocument } from '../document-bundle.js';
import type { PackedHealth } from '../health/pack-health.js';
import type { SignedReceipt } from './receipt.js';

/** Written into every file for a stick; a reader refuses what is newer than itself. */
export const STICK_FORMAT = 1;
export const STICK_EXTENSION = '.nadisync';

/** What a file says of itself: in clear in its first line, and signed as its first piece. */
export interface StickHeader {
  nadi: 'sync';
  format: number;
  /** 16 random bytes, hex */
  id: string;
  /** `up`: from a box to the centre; `down`: the centre's answer */
  kind: 'up' | 'down';
  box: BoxId;
  /** up: holds the records after this one … */
  from: number;
  /** … up to this one */
  upTo: number;
  /** UTC, ISO 8601 */
  at: string;
  /** fingerprints of the keys that open it */
  keys: string[];
}

/** What the box tells the centre beside its records. */
export interface UpLetter {
  /** Ed25519 public key that signed this file */
  signer: string;
  /** age public key to which the answer is encrypted */
  answerTo: string;
  /** the chain before the first record of the file */
  start: ChainMark;
  /** how far the box has read what comes down */
  cursors: NewsCursors;
  /** sequence of the last paper in the file; absent: papers stayed at home */
  papersUpTo?: number;
  /** how the box is, see sync/health/; absent from an older one */
  health?: PackedHealth;
}

/** What the centre tells the box beside its news. */
export interface DownLetter {
  /** Ed25519 public key of the centre that signed this file */
  signer: string;
  /** ids of the files that it answers */
  answers: string[];
  /** where the news begin: a cursor moves on only from there */
  since: NewsCursors;
  /** where they end */
  to: NewsCursors;
}

export interface StickTrailer {
  pieces: number;
  records: number;
}

/** A piece's content as it is written. */
export type PieceIn =
  | { kind: 'letter'; header: StickHeader; letter: UpLetter | DownLetter }
  | { kind: 'records'; bytes: Uint8Array; count: number }
  | { kind: 'paper'; bytes: Uint8Array }
  | { kind: 'news'; head: NewsHead; bytes: Uint8Array }
  | { kind: 'receipt'; receipt: SignedReceipt };

/** A piece as it is read. */
export type Piece =
  | { kind: 'letter'; header: StickHeader; letter: UpLetter | DownLetter }
  | { kind: 'records'; records: BundledRecord[] }
  | { kind: 'paper'; paper: object }
  | { kind: 'news'; database: keyof NewsCursors; to: Sequence; documents: BundledDocument[] }
  | { kind: 'receipt'; receipt: SignedReceipt };

/** `BR1042-20261121T041305Z-to-centre-000001-030412.nadisync`: by name they stand in order of time. */
export function stickFileName({ box, at, kind, from, upTo, id }: StickHeader): string {
  const time = `${at.slice(0, 19).replace(/[-:]/g, '')}Z`;
  const range = [Math.min(from + 1, upTo), upTo].map((n) => String(n).padStart(6, '0')).join('-');
  const what = kind === 'up' ? `to-centre-${range}` : `from-centre-${id.slice(0, 6)}`;
  return `${box}-${time}-${what}${STICK_EXTENSION}`;
}
