import { isReceiptOf, type SignedReceipt } from '../../sync/stick/receipt.js';
import { trustedCentreKeys, type StickParts } from './stick-parts.js';

/** The centre's receipts that came to this box, by stick or by line, the newest first; only those whose signature holds. */
export async function readReceipts(parts: StickParts): Promise<SignedReceipt[]> {
  const keys = await trustedCentreKeys(parts);
  const { rows } = await parts.facility.databases.inbox.allDocs<SignedReceipt>({
    include_docs: true,
    startkey: 'receipt:',
    endkey: 'receipt:\uffff',
  });
  return rows
    .flatMap((row) => ('doc' in row && row.doc ? [withoutRow(row.doc)] : []))
    .filter((receipt) => keys.some(({ sign }) => isReceiptOf(receipt, sign)))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}

function withoutRow(doc: SignedReceipt & { _id?: string; _rev?: string }): SignedReceipt {
  const { _id, _rev, ...receipt } = doc;
  return receipt;
}
