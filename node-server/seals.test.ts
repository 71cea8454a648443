import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import {
  DAY_MS,
  issueSlip,
  MORNING,
  newFolder,
  openBox,
  outcome,
  setUpBox,
  type SealedBox,
} from './audit/sealed-box.js';
import { verifyBox } from './audit/verify-box.js';
import { verifyFolder } from './audit/verify-folder.js';
import { readPrefix } from './store/read-records.js';

const report = ({ facility, seals }: SealedBox) => outcome(verifyBox(facility, [seals.publicKey]));
const sealsOf = async ({ facility }: SealedBox) =>
  (await readPrefix(facility.databases.records, 'seal:')).sort((a, b) => a.n - b.n);

void t.test('a seal binds all records before it, and only what is new is sealed again', async (t) => {
  const folder = await newFolder(t);
  const clock = { at: MORNING };
  await setUpBox(folder, clock);
  const box = await openBox(folder, clock);
  t.teardown(() => box.close());
  await issueSlip(box, clock);
  // Facility, staff, key, patient, visit.
  t.match(await report(box), { whole: true, seals: 0, unsealed: 5, keys: [{ id: 'key:BR1042:3' }] });
  t.match(await box.seals.sealNow(), { _id: 'seal:BR1042:6', n: 6, upTo: 5, key: 'key:BR1042:3' });
  t.equal(await box.seals.sealNow(), null, 'nothing but a seal was written since');
  t.match(await report(box), { whole: true, seals: 1, unsealed: 0, lastSeal: { upTo: 5 } });
  const together = await Promise.all([
    issueSlip(box, clock),
    box.seals.sealNow(),
    issueSlip(box, clock),
    box.seals.sealNow(),
  ]);
  t.match(
    together,
    [String, { upTo: 8 }, String, { upTo: 11 }],
    'slips that are on their way are sealed, too',
  );
  t.match(await report(box), { whole: true, seals: 3, unsealed: 0 });
});

void t.test(
  'a restart goes on with the chain where it was, with the same key, without hashing it all',
  async (t) => {
    const folder = await newFolder(t);
    const clock = { at: MORNING };
    await setUpBox(folder, clock);
    let box = await openBox(folder, clock);
    await issueSlip(box, clock);
    await box.seals.sealNow();
    await issueSlip(box, clock);
    const { n, head } = box.facility.chain;
    await box.close();

    box = await openBox(folder, clock);
    t.same({ n: box.facility.chain.n, head: box.facility.chain.head }, { n, head });
    t.equal(box.facility.recordCount, n, 'no second key record');
    await box.seals.sealNow();
    t.match(await report(box), { whole: true, seals: 2, unsealed: 0 });
    await box.close();
    t.match(await outcome(verifyFolder(folder)), { whole: true, seals: 2, box: 'BR1042' });

    // An older box kept folds without a chain.
    const file = join(folder, 'folds', 'snapshot.json');
    const kept = JSON.parse(await readFile(file, 'utf8')) as { folds: Record<string, unknown> };
    const { chain } = kept.folds as { chain: { n: number; head: string } };
    t.same(chain.n, n + 1, 'the chain is kept beside the ledger');
    delete kept.folds['chain'];
    await writeFile(file, JSON.stringify(kept));
    box = await openBox(folder, clock);
    t.equal(box.facility.chain.head, chain.head);
    await box.close();
  },
);

void t.test('a folder from before there were seals gets its key at the first start', async (t) => {
  const folder = await newFolder(t);
  const clock = { at: MORNING };
  await setUpBox(folder, clock);
  const secrets = join(folder, 'secrets.json');
  const { sealKey: _sealKey, ...old } = JSON.parse(await readFile(secrets, 'utf8')) as { sealKey?: string };
  await writeFile(secrets, JSON.stringify(old));
  const box = await openBox(folder, clock);
  const { sealKey, ...rest } = JSON.parse(await readFile(secrets, 'utf8')) as { sealKey?: string };
  t.ok(sealKey);
  t.same(rest, old, 'the other secrets stand');
  await box.seals.sealNow();
  t.match(await report(box), { whole: true, seals: 1 });
  await box.close();

  await writeFile(secrets, JSON.stringify({ ...old, sealKey: 'AAAA' }));
  await t.rejects(openBox(folder, clock), { code: 'store-damaged' });
});

void t.test(
  'a day is sealed when it is over: by the clock, by the next day’s first record, at a start',
  async (t) => {
    const folder = await newFolder(t);
    const clock = { at: MORNING };
    await setUpBox(folder, clock);
    let box = await openBox(folder, clock, { lookEveryMs: 5 });
    await issueSlip(box, clock);
    await pause(30);
    t.equal((await sealsOf(box)).length, 0, 'the day is not over');
    clock.at += DAY_MS;
    await until(async () => (await sealsOf(box)).length === 1);
    await pause(30);
    t.equal((await sealsOf(box)).length, 1, 'nothing new, no other seal');
    await issueSlip(box, clock);
    await pause(30);
    t.equal((await sealsOf(box)).length, 1, 'the first slip of a day whose turn was seen');
    await box.close();

    box = await openBox(folder, clock, { lookEveryMs: 60_000 });
    clock.at += DAY_MS;
    await issueSlip(box, clock);
    await until(async () => (await sealsOf(box)).length === 2);
    await issueSlip(box, clock);
    await box.close();

    clock.at += DAY_MS;
    box = await openBox(folder, clock);
    t.equal((await sealsOf(box)).length, 3, 'it was off at the end of the day');
    t.match(await report(box), { whole: true, seals: 3, unsealed: 0 });
    await box.close();
  },
);

void t.test('automatic syncs seal once in a quarter of an hour, and never what is sealed', async (t) => {
  const folder = await newFolder(t);
  const clock = { at: MORNING };
  await setUpBox(folder, clock);
  const box = await openBox(folder, clock);
  t.teardown(() => box.close());
  await box.seals.sealForSync();
  t.equal((await sealsOf(box)).length, 1);
  for (let minute = 0; minute < 14; minute += 1) {
    clock.at += 60_000;
    await issueSlip(box, clock);
    await box.seals.sealForSync();
  }
  t.equal((await sealsOf(box)).length, 1);
  clock.at += 60_000;
  await box.seals.sealForSync();
  t.equal((await sealsOf(box)).length, 2);
  clock.at += 60 * 60_000;
  await box.seals.sealForSync();
  t.equal((await sealsOf(box)).length, 2, 'an hour in which nothing was written');
});

async function until(reached: () => Promise<boolean>): Promise<void> {
  while (!(await reached())) await pause(5);
}
