import type { BoxId } from '../../records/ids.js';
import type { BundledRecord } from '../../sync/bundle.js';
import type { BoxSecrets } from '../box-folder/box-secrets.js';
import type { BoxSettings } from '../box-folder/box-settings.js';

/** Written into every backup; a reader refuses what is newer than itself. */
export const BACKUP_FORMAT = 1;
export const BACKUP_EXTENSION = '.nadi';
/** Records to a block: small enough that making one holds the server's pages up for some milliseconds only. */
export const BLOCK_RECORDS = 1_000;

/** What a backup says of itself: in clear in its first line, and encrypted as its first frame. */
export interface BackupHeader {
  nadi: 'backup';
  format: number;
  /** 16 random bytes, hex: the next incremental names it */
  id: string;
  box: BoxId;
  kind: 'full' | 'incremental';
  /** holds the records after this one … */
  from: number;
  /** … up to this one */
  upTo: number;
  /** UTC, ISO 8601 */
  at: string;
  /** the backup that this one goes on from; null for a full one */
  previous: { file: string; id: string } | null;
  /** fingerprints of the keys that open it: see keyFingerprint */
  keys: string[];
}

/** The last seal before the backup, and the chain's head there: see records/chain.ts. */
export interface BackupSeal {
  upTo: number;
  head: string;
}

/** Settings and secrets as a new box needs them; each box makes its own cookie key. */
export interface BackupSettings {
  settings: BoxSettings;
  secrets: Omit<BoxSecrets, 'cookieKey'>;
}

/** A `_local` document, without its revision. */
export type BackupLocal = { _id: string } & Record<string, unknown>;

/** Closes a whole file: one that lacks it is cut off. */
export interface BackupTrailer {
  records: number;
  blocks: number;
  locals: number;
}

/** What a backup gives when it is read, in this order. */
export type BackupPart =
  | { part: 'header'; header: BackupHeader; seal: BackupSeal | null }
  | { part: 'settings'; settings: BackupSettings }
  | { part: 'locals'; locals: BackupLocal[] }
  | { part: 'records'; records: BundledRecord[] }
  | { part: 'trailer'; trailer: BackupTrailer };

/** `BR1042-20261121T041305Z-full-000001-030412.nadi`: sorted by name, they stand in order of time. */
export function backupFileName({ box, at, kind, from, upTo }: BackupHeader): string {
  const time = `${at.slice(0, 19).replace(/[-:]/g, '')}Z`;
  const range = [from + 1, upTo].map((n) => String(n).padStart(6, '0')).join('-');
  return `${box}-${time}-${kind}-${range}${BACKUP_EXTENSION}`;
}
