import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import replication from 'pouchdb-replication';
import t from 'tap';
import { BundleError } from './bundle/bundle-error.js';
import { BUNDLE_LIMITS } from './bundle/byte-reader.js';
import { runFuzz } from './bundle/fixtures/run-fuzz.js';
import { decodeDocuments, encodeDocuments, type BundledDocument } from './document-bundle.js';

PouchDB.plugin(leveldbAdapter);
PouchDB.plugin(replication);

type Database = PouchDB.Database<Record<string, unknown>>;

/** All leaves of all documents, with how each came about. */
async function leavesOf(database: Database): Promise<BundledDocument[]> {
  const { results } = await database.changes({ style: 'all_docs', since: 0 });
  const leaves: BundledDocument[] = [];
  for (const { id } of results) {
    const answers = await database.get(id, { open_revs: 'all', revs: true });
    for (const answer of answers) if ('ok' in answer) leaves.push(answer.ok as unknown as BundledDocument);
  }
  const key = ({ _id, _rev }: BundledDocument): string => `${_id} ${_rev}`;
  return leaves.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

t.test('what a bundle brings has the revision trees that replication makes', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-documents-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const [centre, replicated, bundled] = ['centre', 'replicated', 'bundled'].map(
    (name) => new PouchDB<Record<string, unknown>>(join(folder, name), { adapter: 'leveldb' }),
  ) as [Database, Database, Database];
  const couch = (n: number): string => n.toString(16).padStart(32, 'c0ffee');
  await centre.bulkDocs(
    [
      { _id: 'facility:BR1', name: { hi: 'रामपुर', en: 'Rampur' }, _rev: `1-${couch(1)}` },
      {
        _id: 'facility:BR2',
        name: { hi: 'बेलाही', en: 'Belahi' },
        _rev: `3-${couch(5)}`,
        _revisions: { start: 3, ids: [couch(5), couch(4), couch(3)] },
      },
      // two that don't know of each other: a conflict
      {
        _id: 'facility:BR2',
        other: 1,
        _rev: `2-${couch(9)}`,
        _revisions: { start: 2, ids: [couch(9), couch(3)] },
      },
      // the beginning is forgotten
      { _id: 'facility:BR3', _rev: `7-${couch(12)}`, _revisions: { start: 7, ids: [couch(12), couch(11)] } },
    ],
    { new_edits: false },
  );
  const first = await centre.put({ type: 'referral', _id: 'referral:1', text: 'बुख़ार, 3 दिन' });
  const gone = await centre.put({ _id: 'referral:2', text: 'wrong' });
  await centre.remove('referral:2', gone.rev);
  await centre.put({ _id: 'referral:1', _rev: first.rev, text: 'बुख़ार, 4 दिन' });
  await centre.put({ _id: 'काग़ज़', n: 0.5 });

  await centre.replicate.to(replicated);
  const sent = await leavesOf(centre);
  const bundle = await encodeDocuments(sent);
  await bundled.bulkDocs(decodeDocuments(bundle), { new_edits: false });
  t.strictSame(await leavesOf(bundled), await leavesOf(replicated));
  t.strictSame(await leavesOf(bundled), sent);
  await Promise.all([centre.close(), replicated.close(), bundled.close()]);
});

const digest = fc.oneof(
  fc.stringMatching(/^[0-9a-f]{32}$/),
  fc.constantFrom('abc', 'f'.repeat(31), `${'A'.repeat(32)}`, '0'.repeat(32)),
);
const field = fc.oneof(
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const document = fc
  .record({
    id: fc.oneof(
      fc.nat(5_000).map((n) => `facility:BR${n}`),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.constantFrom('a\ud83d\ude00', 'a\ud83d\ude01', '__proto__'),
    ),
    ids: fc.array(digest, { minLength: 1, maxLength: 4 }),
    older: fc.nat(3),
    deleted: fc.boolean(),
    fields: fc.dictionary(
      fc.string({ unit: 'grapheme', maxLength: 6 }).map((key) => `f${key}`),
      field,
      { maxKeys: 5 },
    ),
  })
  .map(({ id, ids, older, deleted, fields }): BundledDocument => {
    const start = ids.length + older;
    const revisions = ids.length > 1 ? { _revisions: { start, ids } } : {};
    const all = { _id: id, _rev: `${start}-${ids[0] ?? ''}`, ...revisions, ...fields };
    return JSON.parse(JSON.stringify(deleted ? { ...all, _deleted: true } : all)) as BundledDocument;
  });

t.test('any documents come back as they were', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(document, { maxLength: 20 }), async (documents) => {
      const bundle = await encodeDocuments(documents, { quality: 2 });
      t.strictSame(decodeDocuments(bundle), documents);
      t.strictSame(await encodeDocuments(documents, { quality: 2 }), bundle);
    }),
    { numRuns: 150 },
  );
});

t.test('a bundle of documents is refused by name where it cannot be read', async (t) => {
  const documents = Array.from({ length: 50 }, (_, n) => ({ _id: `facility:BR${n}`, _rev: '1-a', n }));
  const good = Buffer.from(await encodeDocuments(documents));
  const refusal = (bytes: Buffer, limits = BUNDLE_LIMITS): string => {
    try {
      decodeDocuments(bytes, limits);
      return 'taken';
    } catch (error) {
      return error instanceof BundleError ? error.kind : String(error);
    }
  };
  t.equal(refusal(good), 'taken');
  t.equal(refusal(Buffer.from([0x82, ...new Uint8Array(good.subarray(1))])), 'newer');
  t.equal(refusal(Buffer.from([2, ...new Uint8Array(good.subarray(1))])), 'damaged');
  t.equal(refusal(Buffer.alloc(0)), 'damaged');
  t.equal(refusal(good, { ...BUNDLE_LIMITS, records: 49 }), 'large');
  t.equal(refusal(good, { ...BUNDLE_LIMITS, ms: -1 }), 'large');
  const attached = { _id: 'a', _rev: '1-a', _attachments: { scan: 1 } };
  await t.rejects(encodeDocuments([attached]), TypeError);
});

t.test('a changed bundle of either kind is refused by name, or taken as another one', async (t) => {
  const { rounds, taken, damaged, newer, large, wrong } = await runFuzz(2_000, 7);
  t.strictSame(wrong, []);
  t.equal(taken + damaged + newer + large, rounds);
});
