import type { LedgerRecord } from '../../records/ledger-record.js';
import { openDatabase } from '../store/databases.js';
import { readLast } from '../store/read-records.js';
import type { FollowState } from './follower.js';
import { needStandby } from './standby-folder.js';

/** What a spare box has while nothing follows there. Throws `not-set-up`, `already-set-up`, `store-locked`. */
export async function readStopped(folder: string): Promise<FollowState> {
  const { box, url } = await needStandby(folder);
  const records = await openDatabase<LedgerRecord>(folder, 'records');
  try {
    const last = await readLast(records);
    return {
      box,
      url,
      kind: 'stopped',
      records: last?.n ?? 0,
      lastAt: last?.at ?? null,
      behind: null,
      lastContact: null,
    };
  } finally {
    await records.close();
  }
}
