import { canonicalJson } from '../../records/canonical-json.js';
import type { BoxId } from '../../records/ids.js';
import { isSigned, signText, type SealKey } from '../../records/seal.js';
import type { LedgerSum } from '../exchange/messages.js';

/** A run of records that CouchDB has taken from a stick. */
export interface TakenRun {
  /** of the file */
  id: string;
  from: number;
  upTo: number;
  /** sequence of the box's last paper in it */
  papersUpTo?: number;
}

/**
 * The centre's word on what it holds of a box. It is a document of the box's inbox, because the centre writes it
 * (law 1), and goes back on the stick as well.
 */
export interface Receipt {
  type: 'receipt';
  v: 1;
  box: BoxId;
  /** UTC, by the centre's clock */
  at: string;
  /** what was taken from sticks this time */
  took: TakenRun[];
  /** what its validation said no to */
  refused: { id: string; reason: string }[];
  /** all that its database of this box holds now; null where its design lacks the view */
  holds: LedgerSum | null;
  /** the last seal that it took, whose signature holds, with the chain's head there */
  seal: { upTo: number; head: string; at: string } | null;
  /** Ed25519 public key of the centre */
  key: string;
}

export interface SignedReceipt extends Receipt {
  /** over every other field, base64url */
  signature: string;
}

export function signReceipt(receipt: Receipt, key: SealKey): SignedReceipt {
  return { ...receipt, signature: signText(textOf(receipt), key) };
}

/** Whether the centre with this public key wrote it. */
export function isReceiptOf(receipt: SignedReceipt, key: string): boolean {
  const { signature, ...rest } = receipt;
  return rest.key === key && isSigned(textOf(rest), signature, key);
}

function textOf(receipt: Receipt): string {
  const fields = Object.entries(receipt).filter(([name]) => !name.startsWith('_'));
  return `nadi receipt 1\n${canonicalJson(Object.fromEntries(fields))}`;
}
