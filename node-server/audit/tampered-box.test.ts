import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { verifyExport } from '../../records/verify-export.js';
import { readBoxFolder } from '../box-folder.js';
import { sealKeyOf } from '../seal-key.js';
import { openDatabase, type RecordsDatabase } from '../store/databases.js';
import { closedStoreDocuments } from '../store/closed-store.js';
import { exportAudit } from './export-audit.js';
import { ledgerDocuments } from './ledger-documents.js';
import { issueSlip, MORNING, newFolder, openBox, outcome, setUpBox, told } from './sealed-box.js';
import { verifyFolder } from './verify-folder.js';

// 2,000 samples in all: 45 in the closed store by its own means, 155 bytes of its files, 1,800 bytes of an export.
const BY_STORE = 15;
const BYTES_OF_STORE = 155;
const BYTES_OF_EXPORT = 1_800;

// A busy machine may need longer than other files do.
t.setTimeout(300_000);

const random = mulberry(1042);

interface Stored {
  folder: string;
  documents: LedgerRecord[];
}

/** A stopped box with three seals and a tail, and a signed export of it. */
async function makeBox(t: Test): Promise<Stored & { exported: Buffer }> {
  const folder = await newFolder(t);
  const clock = { at: MORNING };
  await setUpBox(folder, clock);
  const box = await openBox(folder, clock);
  for (let seal = 0; seal < 3; seal += 1) {
    for (let slip = 0; slip < 3; slip += 1) await issueSlip(box, clock);
    await box.seals.sealNow();
  }
  await issueSlip(box, clock);
  const file = join(folder, '..', `${Date.now()}.export.json`);
  const key = await sealKeyOf(folder, (await readBoxFolder(folder)).secrets);
  await outcome(
    exportAudit({ facility: box.facility, key, say: (words) => words }, { file, format: 'json' }),
  );
  const documents = await readAll(box.facility.databases.records);
  await box.close();
  return { folder, documents, exported: await readFile(file) };
}

const box = makeBox(t);

async function readAll(database: RecordsDatabase): Promise<LedgerRecord[]> {
  const documents: object[] = [];
  for await (const document of ledgerDocuments(database)) documents.push(document);
  return documents as LedgerRecord[];
}

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
  const passed: number[] = [];
  const pointed: boolean[] = [];
  for (let sample = 0; sample < BYTES_OF_EXPORT; sample += 1) {
    const copy = new Uint8Array(exported);
    const at = Math.floor(random() * copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    const { whole: passes, findings } = await outcome(verifyExport([copy]));
    if (passes) passed.push(at);
    pointed.push(findings.length > 1);
  }
  t.same(passed, []);
  const share = pointed.filter(Boolean).length / pointed.length;
  t.ok(share > 0.8, `most say where, not only that the file isn't as it was signed (${share})`);
  const cut = await outcome(verifyExport([new Uint8Array(exported.subarray(0, exported.length / 2))]));
  t.notOk(cut.whole, 'cut in half');
  t.match((await outcome(verifyExport([]))).whole, false, 'empty');
});

void t.test(
  `of ${BYTES_OF_STORE} bytes flipped in the store's files none changes a record unseen`,
  async (t) => {
    const { folder, documents } = await box;
    const names = (await readdir(join(folder, 'records'))).filter((name) =>
      /\d+\.(ldb|log)$|MANIFEST/.test(name),
    );
    const files = await Promise.all(
      names.map(async (name) => ({ name, bytes: await readFile(join(folder, 'records', name)) })),
    );
    const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const counts = { refused: 0, found: 0, harmless: 0 };
    const copy = join(await newFolder(t), 'box');
    await cp(folder, copy, { recursive: true });
    for (let sample = 0; sample < BYTES_OF_STORE; sample += 1) {
      await cp(join(folder, 'records'), join(copy, 'records'), { recursive: true });
      let at = Math.floor(random() * total);
      const file = files.find(({ bytes }) => (at -= bytes.length) < 0);
      if (!file) throw new Error('no such byte');
      const place = at + file.bytes.length;
      const flipped = new Uint8Array(file.bytes);
      flipped[place] = (flipped[place] ?? 0) ^ (1 << Math.floor(random() * 8));
      await writeFile(join(copy, 'records', file.name), flipped);
      const report = await outcome(verifyFolder(copy)).catch(
        (error: { code?: string }) => error.code ?? 'no code',
      );
      if (typeof report === 'string') {
        t.match(report, /^store-/, `${file.name} ${place}`);
        counts.refused += 1;
      } else if (!report.whole) counts.found += 1;
      else {
        const now: object[] = [];
        for await (const document of closedStoreDocuments(copy)) now.push(document);
        if (JSON.stringify(now) !== JSON.stringify(documents))
          t.same(now, documents, `${file.name} ${place}`);
        counts.harmless += 1;
      }
      await removeRecords(copy);
    }
    t.comment(JSON.stringify(counts));
    t.ok(counts.refused + counts.found > 0);
  },
);

async function removeRecords(folder: string): Promise<void> {
  await rm(join(folder, 'records'), { recursive: true });
}

/** Always the same samples. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
