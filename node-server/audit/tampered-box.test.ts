import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { verifyExport } from '../../records/verify-export.js';
import type { StoredRecord } from '../restore/restore-source.js';
import { writeInOrder } from '../restore/write-in-order.js';
import { openDatabase, type RecordsDatabase } from '../store/databases.js';
import { flipExport, flipStore, makeStoredBox, mulberry } from './flip-box.js';
import { newFolder, outcome, told } from './sealed-box.js';
import { verifyFolder } from './verify-folder.js';

// 2,000 samples in all: 45 in the closed store by its own means, 155 bytes of its files, 1,800 bytes of an export. Each
// of them with 2,000: see flips.soak.test.ts.
const BY_STORE = 15;
const BYTES_OF_STORE = 155;
const BYTES_OF_EXPORT = 1_800;

// A busy machine may need longer than other files do.
t.setTimeout(300_000);

const random = mulberry(1042);

const box = makeStoredBox(t);

/** A copy of the box, changed behind the server's back. */
async function tampered(t: Test, change: (database: RecordsDatabase) => Promise<unknown>): Promise<string[]> {
  const folder = join(await newFolder(t), 'box');
  await cp((await box).folder, folder, { recursive: true });
  const database = await openDatabase<LedgerRecord>(folder, 'records');
  await change(database);
  await database.close();
  return told(await outcome(verifyFolder(folder)));
}

/** Records that a seal covers, some of them. */
async function sealed(): Promise<LedgerRecord[]> {
  const { documents } = await box;
  const last = documents.filter(({ type }) => type === 'seal').at(-1)?.n ?? 0;
  return Array.from({ length: BY_STORE }, () => documents[Math.floor(random() * (last - 1))] as LedgerRecord);
}

void t.test('the box that nobody touched is whole', async (t) => {
  t.same(await tampered(t, () => Promise.resolve()), []);
});

void t.test('a record that was changed in the store is named', async (t) => {
  for (const record of await sealed()) {
    const findings = await tampered(t, (database) => database.put({ ...record, by: 'ravi' }));
    t.ok(findings.includes(`rewritten ${record._id}`), findings.join(', '));
  }
});

void t.test(
  'a record whose revision alone was changed in the store is named, and nothing else is',
  async (t) => {
    const { folder: original, documents } = await box;
    for (const record of [...(await sealed()).slice(0, 5), documents.at(-1) as LedgerRecord]) {
      const folder = join(await newFolder(t), 'box');
      await cp(original, folder, { recursive: true });
      await rm(join(folder, 'records'), { recursive: true });
      const database = await openDatabase<LedgerRecord>(folder, 'records');
      // The store's adapter takes its documents apart.
      const bent = structuredClone(documents) as StoredRecord[];
      for (const one of bent) if (one._id === record._id) one._rev = `1-${'0'.repeat(32)}`;
      await writeInOrder(database, bent);
      await database.close();
      t.same(told(await outcome(verifyFolder(folder))), [`revised ${record._id}`]);
    }
  },
);

void t.test('a record that was deleted in the store is named', async (t) => {
  for (const record of await sealed()) {
    const findings = await tampered(t, (database) =>
      database.remove(record as LedgerRecord & { _rev: string }),
    );
    t.ok(findings.includes(`deleted ${record._id}`), findings.join(', '));
  }
});

void t.test('a record that was put into the store is named', async (t) => {
  for (const record of await sealed()) {
    const _id = `visit:BR1042:20261121-9${record.n}`;
    const { _rev, ...copy } = record as LedgerRecord & { _rev?: string };
    const findings = await tampered(t, (database) => database.put({ ...copy, _id }));
    t.ok(findings.includes(`duplicate ${_id}`), findings.join(', '));
  }
});

void t.test('records that were cut off at the end are missed, though no seal covers them', async (t) => {
  const { documents } = await box;
  const last = documents.at(-1) as LedgerRecord & { _rev: string };
  const findings = await tampered(t, (database) => database.remove(last));
  t.ok(findings.includes(`deleted ${last._id}`), findings.join(', '));
});

void t.test(`of ${BYTES_OF_EXPORT} bytes flipped in an export none passes`, async (t) => {
  const { exported, documents } = await box;
  const whole = await outcome(verifyExport([new Uint8Array(exported)]));
  t.match(whole, {
    whole: true,
    records: documents.length - 1,
    export: { box: 'BR1042', madeBy: 'operator' },
  });
  const { passed, placed } = await flipExport(await box, BYTES_OF_EXPORT, random);
  t.same(passed, []);
  t.ok(placed > 0.8, `most say where, not only that the file isn't as it was signed (${placed})`);
  const cut = await outcome(verifyExport([new Uint8Array(exported.subarray(0, exported.length / 2))]));
  t.notOk(cut.whole, 'cut in half');
  t.match((await outcome(verifyExport([]))).whole, false, 'empty');
});

void t.test(
  `of ${BYTES_OF_STORE} bytes flipped in the store's files none changes a record unseen`,
  async (t) => {
    const { wrong, ...counts } = await flipStore(t, await box, BYTES_OF_STORE, random);
    t.comment(JSON.stringify(counts));
    t.same(wrong, []);
    t.ok(counts.refused + counts.found > 0);
  },
);
