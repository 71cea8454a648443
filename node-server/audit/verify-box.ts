import type { ChainMark } from '../../records/chain.js';
import type { LedgerReport } from '../../records/ledger-finding.js';
import type { Job } from '../../records/progress.js';
import { verifyLedger } from '../../records/verify-ledger.js';
import type { Facility } from '../facility.js';
import { ledgerDocuments } from './ledger-documents.js';

/** Checks what is on the disk of a running box, also against the chain that it keeps in memory. Throws `store-damaged`. */
export async function* verifyBox(facility: Facility, trusted: readonly string[]): Job<LedgerReport> {
  const expected = await markOnDisk(facility);
  const documents = ledgerDocuments(facility.databases.records);
  const options = { box: facility.box, trusted, expected };
  const report = yield* verifyLedger(documents, options, facility.recordCount);
  // A record whose index row is damaged is read all the same; those who look for it by its id don't find it.
  for (const damage of facility.damage) throw damage;
  return report;
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
