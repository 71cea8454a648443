import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { openDatabase } from './databases.js';
import { readVisitDays } from './read-visit-days.js';

t.test('the visits of some days come day by day, whole, also those of the box before', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-days-'));
  const database = await openDatabase<LedgerRecord>(folder, 'records');
  t.teardown(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });
  const ids = [
    'visit:BR1042:20261119-001',
    'visit:BR1042:20261120-001',
    'visit:BR1042:20261120-001:vitals:1',
    // Added by the next box, days later.
    'visit:BR1042:20261120-001:rx:b1',
    'visit:BR1042b:20261121-002',
    'visit:BR1042b:20261121-002:move:1',
    'visit:BR1042b:20261122-003',
    'visit:BR0977:20261120-001',
    'patient:BR1042-000001-M',
  ];
  await database.bulkDocs(ids.map((_id, i) => ({ _id, type: 'visit', n: i + 1 }) as unknown as LedgerRecord));
  const days: string[][] = [];
  const period = { from: '20261120', to: '20261121' };
  for await (const records of readVisitDays(() => database, 'BR1042b', period))
    days.push(records.map(({ _id }) => _id).sort());
  t.same(days, [ids.slice(1, 4).sort(), ids.slice(4, 6)]);
});
