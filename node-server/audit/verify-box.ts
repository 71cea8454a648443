import type { ChainMark } from '../../records/chain.js';
import type { LedgerReport } from '../../records/ledger-finding.js';
import type { Job } from '../../records/progress.js';
import { verifyLedger } from '../../records/verify-ledger.js';
import type { Facility } from '../facility.js';
import { ledgerDocuments } from './ledger-documents.js';

/**
 * Checks what is on the disk of a running box, also against the chain that it keeps in memory.
 * Throws `store-damaged`.
 *
 * @param onDocument sees each document, too
 */
export async function* verifyBox(
  facility: Facility,
  trusted: readonly string[],
  onDocument: (document: object) => void = () => undefined,
): Job<LedgerReport> {
  const expected = await markOnDisk(facility);
  const documents = seen(ledgerDocuments(facility.databases.records), onDocument);
  const options = { box: facility.box, trusted, expected };
  const report = yield* verifyLedger(documents, options, facility.recordCount);
  // A record whose index row is damaged is read all the same; those who look for it by its id don't find it.
  for (const damage of facility.damage) throw damage;
  return report;
}

async function* seen<T>(items: AsyncIterable<T>, onItem: (item: T) => void): AsyncGenerator<T> {
  for await (const item of items) {
    onItem(item);
    yield item;
  }
}

/** The chain at a record that is on disk. */
async function markOnDisk(facility: Facility): Promise<ChainMark> {
  for (;;) {
    const { chain } = facility;
    const { n, head } = chain;
    await facility.ledger.settled();
    // Where the disk refused meanwhile, the folds were made anew.
    if (facility.chain === chain && facility.recordCount >= n) return { n, head };
  }
}
