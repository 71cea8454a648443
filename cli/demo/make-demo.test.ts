import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Facility } from '../../node-server/facility.js';
import { readTail } from '../../node-server/store/read-records.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { makeDemo, refreshDemo } from './make-demo.js';

const NOON = Date.parse('2026-11-21T06:30:00Z');

t.test('the demo is a month that a ledger would take, and a queue that is half done', async (t) => {
  const folder = join(await mkdtemp(join(tmpdir(), 'nadi-demo-')), 'box');
  t.teardown(() => rm(join(folder, '..'), { recursive: true, force: true }));
  const centre = { url: 'http://127.0.0.1:5984', user: 'BR1042', password: 'x' };
  await makeDemo({ folder, port: 0, host: '127.0.0.1', centre, now: NOON, days: 6 });

  const records = await readAll(folder, NOON);
  t.ok(
    records.every(({ n }, index) => n === index + 1),
    'n is gapless',
  );
  t.ok(
    records.every(({ at }, index) => at >= (records[index - 1]?.at ?? '')),
    'time never runs back',
  );
  const types = new Set(records.map(({ type }) => type));
  for (const type of ['patient', 'visit', 'vitals', 'prescription', 'lab-result', 'dispense', 'stock'])
    t.ok(types.has(type as LedgerRecord['type']), type);
  const names = records.flatMap((record) => (record.type === 'patient' ? [record.name] : []));
  t.ok(names.some((name) => /[\u0900-\u097f]/.test(name)) && names.some((name) => /[A-Za-z]/.test(name)));
  const mobiles = records.flatMap((record) => (record.type === 'patient' ? [record.mobile] : []));
  t.ok(new Set(mobiles).size < mobiles.length, 'families share a number');

  await open(folder, NOON, async ({ queue, stock }) => {
    const entries = queue.entries();
    t.ok(
      entries.some(({ state }) => state === 'finished') && entries.some(({ state }) => state === 'waiting'),
    );
    t.ok(stock.items().every((item) => stock.allBatches(item).every(({ quantity }) => quantity >= 0)));
  });

  const tomorrow = NOON + 86_400_000;
  await refreshDemo({ folder, now: tomorrow });
  await open(folder, tomorrow, async ({ queue }) => {
    t.equal(queue.day, '20261122');
    t.ok(queue.entries().length > 10, 'the next day has its queue');
  });
  const count = (await readAll(folder, tomorrow)).length;
  await refreshDemo({ folder, now: tomorrow });
  t.equal((await readAll(folder, tomorrow)).length, count, 'a second start on the same day adds nothing');
});

async function open(folder: string, now: number, look: (facility: Facility) => Promise<void>): Promise<void> {
  const facility = await Facility.open({
    folder,
    box: 'BR1042',
    now: () => now,
  });
  try {
    await look(facility);
  } finally {
    await facility.stop();
  }
}

async function readAll(folder: string, now: number): Promise<LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  await open(folder, now, async ({ databases }) => {
    await readTail(databases.records, 0, (record) => records.push(record));
  });
  return records;
}
