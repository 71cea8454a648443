import type { SignedReceipt } from '../../sync/stick/receipt.js';
import type { ReceiptOutcome } from '../../sync/stick/settle-receipt.js';

// The shapes that travel over the admin socket for sync by stick.

/** POST /sync/export, a job that ends with ExportResult */
export interface ExportRequest {
  /** a folder, instead of the stick that is in */
  to?: string;
  papers?: boolean;
}

export interface ExportResult {
  box: string;
  file: string;
  folder: string;
  /** holds the records after this one … */
  from: number;
  /** … up to this one */
  upTo: number;
  records: number;
  papers: number;
  bytes: number;
  /** fingerprint of the box's key, which the centre compares the first time */
  signedBy: string;
  /** fingerprint of the centre's key to which it is encrypted */
  centre: string;
}

/** POST /sync/import, a job that ends with ImportResult */
export interface ImportRequest {
  /** full path of a file, or of a folder or stick with files; absent: the stick that is in */
  from?: string;
}

export interface ImportedFile {
  file: string;
  /** documents of `shared` and `inbox` that came */
  news: number;
  /** null where the centre sent news only */
  receipt: { outcome: ReceiptOutcome; agrees: number | null; at: string; refused: number } | null;
}

export interface ImportResult {
  box: string;
  files: ImportedFile[];
  /** up to which record the centre has answered for everything */
  confirmed: number;
  /** own records that the centre has not confirmed */
  waiting: number;
}

/** GET /sync/receipt */
export interface ReceiptAnswer {
  box: string;
  /** the newest one; null where none came yet */
  receipt: SignedReceipt | null;
  /** the record up to which it agrees with this box's ledger; null: nowhere */
  agrees: number | null;
  records: number;
}
