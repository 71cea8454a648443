import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import t from 'tap';
import type { LedgerRecord } from '../records/ledger-record.js';
import { PATIENT, ScriptedLedger } from '../records/fixtures/scripted-ledger.js';
import { decodeBundle, encodeBundle, type BundledRecord } from './bundle.js';
import { BundleError } from './bundle/bundle-error.js';
import { BUNDLE_LIMITS } from './bundle/byte-reader.js';
import { firstRevision } from '../records/first-revision.js';

PouchDB.plugin(leveldbAdapter);

function scriptedLedger(): LedgerRecord[] {
  const ledger = new ScriptedLedger();
  for (let day = 0; day < 20; day += 1) {
    ledger.wait(3);
    const visit = ledger.visit('vitals');
    ledger.part(visit, 'vitals', 'vitals', { pulse: 80 + day, temperatureC: 37 + day / 10, weightKg: 50.5 });
    ledger.move(visit, 'transfer', 'vitals', { to: 'doctor', reason: 'बुख़ार' });
    ledger.stock('paracetamol-500', -10 - day);
  }
  ledger.write('patient', PATIENT, {
    name: 'Sunita Devi',
    sex: 'female',
    groups: ['pregnant'],
    nested: { a: [{}, null] },
  });
  return ledger.records;
}

const json = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
const odd = fc.oneof(
  json,
  fc.constantFrom('patient:BR1042-004217-K', 'patient:BR1042-004217-7', 'visit:BR1042:20261121-042:rx:1'),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => JSON.parse(JSON.stringify(value)) as number),
  fc.integer({ min: -400, max: 4_000 }).map((value) => value / 10),
  fc.string({ unit: fc.constantFrom('0', '1', '9', ':', '-', '\u0001', '\u0002', '\u0003', '\ud800', 'क') }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const record = fc
  .record({
    head: fc.record({
      type: fc.constantFrom('visit', 'patient', 'vitals'),
      at: fc.oneof(
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        fc.constant('never'),
      ),
      n: fc.integer({ min: 0, max: 2 ** 40 }),
    }),
    id: fc.oneof(
      fc.nat().map((n) => `stock:BR1042:salt:${n}`),
      fc.constant('__proto__'),
    ),
    rest: fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 8 }), odd, { maxKeys: 6 }),
    first: fc.boolean(),
  })
  .map(({ head, id, rest, first }) => {
    const { _rev, ...others } = rest;
    void _rev;
    const all = first ? { _id: id, ...others, ...head } : { ...others, ...head, _id: id };
    return JSON.parse(JSON.stringify(all)) as LedgerRecord;
  });

/** Columns as the first format packed them. */
const firstFormat = (columns: Uint8Array): Buffer => Buffer.from([1, ...brotliCompressSync(columns)]);
const texts = (records: readonly object[]): string[] => records.map((one) => JSON.stringify(one));

t.test('any records come back as they were, their keys in the same order', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 30 }), async (records) => {
      const back = decodeBundle(await encodeBundle(records, { quality: 2 }));
      t.strictSame(texts(back), texts(records.map((one) => ({ ...one, _rev: firstRevision(one) }))));
    }),
    { numRuns: 400 },
  );
});

t.test('a revision that cannot be computed travels as it is', async (t) => {
  const records = scriptedLedger().map((one, i) =>
    i % 3 === 0 ? { ...one, _rev: `2-${'a'.repeat(32)}` } : one,
  );
  const back = decodeBundle(await encodeBundle(records));
  t.equal(back[0]?._rev, `2-${'a'.repeat(32)}`);
  t.equal(back[3]?._rev, `2-${'a'.repeat(32)}`);
  t.match(back[1]?._rev, /^1-[0-9a-f]{32}$/);
});

t.test('what a database gave out gets the same ids and revisions in another one', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-bundle-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const [here, there] = ['here', 'there'].map(
    (name) => new PouchDB<LedgerRecord>(join(folder, name), { adapter: 'leveldb' }),
  ) as [PouchDB.Database<LedgerRecord>, PouchDB.Database<LedgerRecord>];
  await here.bulkDocs(scriptedLedger());
  const read = async (database: PouchDB.Database<LedgerRecord>): Promise<BundledRecord[]> => {
    const { results } = await database.changes({ include_docs: true });
    return results.map(({ doc }) => doc as unknown as BundledRecord);
  };
  const sent = await read(here);
  const records = decodeBundle(await encodeBundle(sent));
  t.match(
    texts(records).every((text) => !text.includes('"_rev":"undefined"')),
    true,
  );
  await there.bulkDocs(records.map(({ _rev, ...one }) => (void _rev, one)));
  t.strictSame(await read(there), sent);
  await Promise.all([here.close(), there.close()]);
});

t.test('a bundle of each format that ever was is read as it was', async (t) => {
  for (const format of [1, 2]) {
    const file = new URL(`../../sync/bundle/fixtures/format-${format}.json`, import.meta.url);
    const kept = JSON.parse(await readFile(file, 'utf8')) as { bundle: string; records: BundledRecord[] };
    const bytes = Buffer.from(kept.bundle, 'base64');
    t.equal(bytes[0], format);
    t.strictSame(texts(decodeBundle(bytes)), texts(kept.records));
  }
});

t.test('the same records give the same bytes', async (t) => {
  t.strictSame(await encodeBundle(scriptedLedger()), await encodeBundle(scriptedLedger()));
});

t.test('a record a hundred times takes far less room than its JSON', async (t) => {
  const many = Array.from({ length: 40 }, () => scriptedLedger()).flat();
  const numbered = many.map((one, i) => ({ ...one, n: i + 1 }));
  t.ok((await encodeBundle(numbered)).length * 20 < JSON.stringify(numbered).length);
});

t.test('bytes that are no bundle are refused by name, whatever they are', async (t) => {
  const good = Buffer.from(await encodeBundle(scriptedLedger()));
  const refusal = (bytes: Buffer, limits = BUNDLE_LIMITS): string => {
    try {
      decodeBundle(bytes, limits);
      return 'taken';
    } catch (error) {
      t.ok(error instanceof BundleError, String(error));
      return (error as BundleError).kind;
    }
  };
  const newer = Buffer.from(good.toString('hex').replace(/^02/, '03'), 'hex');
  t.equal(refusal(Buffer.alloc(0)), 'damaged');
  t.equal(refusal(newer), 'newer');
  t.equal(refusal(good.subarray(0, -3)), 'damaged');
  t.equal(refusal(good, { ...BUNDLE_LIMITS, bytes: 100 }), 'large');
  t.equal(refusal(good, { ...BUNDLE_LIMITS, records: 2 }), 'large');
  t.equal(refusal(good, { ...BUNDLE_LIMITS, values: 200 }), 'large');
  t.equal(refusal(good, { ...BUNDLE_LIMITS, depth: 0 }), 'large');
  t.equal(refusal(firstFormat(new Uint8Array(80_000_000))), 'large');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (junk) => {
      refusal(firstFormat(junk));
    }),
    { numRuns: 300 },
  );
  for (let i = 0; i < 200; i += 1) {
    const bent = Buffer.from(good);
    const at = (randomBytes(2).readUInt16LE() % (bent.length - 1)) + 1;
    bent[at] = (bent[at] ?? 0) ^ (1 << (i % 8));
    refusal(bent);
  }
});
