import type { ChainMark } from '../../records/chain.js';
import { ChainFold } from '../../records/chain-fold.js';
import type { LedgerReport } from '../../records/ledger-finding.js';
import type { Job } from '../../records/progress.js';
import { openSealKey } from '../../records/seal.js';
import { verifyLedger } from '../../records/verify-ledger.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import { closedStoreDocuments } from '../store/closed-store.js';
import { readSnapshot, type FoldSnapshot } from '../store/fold-snapshot.js';

/**
 * Checks the ledger in a data folder that no server has open; nothing is written to it.
 *
 * @param given public keys that are believed instead of the folder's own
 * Throws `not-set-up`, `store-foreign`, `store-locked`, `store-damaged`.
 */
export async function* verifyFolder(folder: string, given?: readonly string[]): Job<LedgerReport> {
  const { settings, secrets } = await readBoxFolder(folder);
  const { box } = settings;
  const own = secrets.sealKey === undefined ? undefined : [openSealKey(secrets.sealKey).public];
  const trusted = given ?? own;
  const expected = keptChain(await readSnapshot(folder, box));
  const options = { box, ...(trusted ? { trusted } : {}), ...(expected ? { expected } : {}) };
  return yield* verifyLedger(closedStoreDocuments(folder), options, expected?.n);
}

/** What the box itself knew at its last clean stop. */
function keptChain(snapshot: FoldSnapshot | null): ChainMark | null {
  try {
    const { n, head } = ChainFold.restore(snapshot?.folds['chain']);
    return { n, head };
  } catch {
    return null;
  }
}
