import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { patientId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { openDatabase } from '../store/databases.js';
import { KeptHistories, type KeptHistory } from './kept-histories.js';

const DAY_MS = 86_400_000;
const SITA = patientId('BR0977', 1);
const GITA = patientId('BR0977', 2);
const NOW = Date.parse('2026-11-22T05:00:00Z');

async function setOut(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-kept-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const clock = { now: NOW };
  return { folder, clock, open: () => KeptHistories.open(folder, () => clock.now) };
}

function historyOf(patient: string, days: number): KeptHistory {
  const record: LedgerRecord = {
    ...{ _id: patient, type: 'patient', n: 1, at: '2026-01-01T05:00:00.000Z', by: 'asha', v: 1 },
    ...{ name: 'सीता देवी', sex: 'female' },
  };
  return {
    ...{ patient, at: new Date(NOW).toISOString(), scope: [], records: [record] },
    until: new Date(NOW + days * DAY_MS).toISOString(),
    head: { v: 1, patients: [patient], holders: [], leftOut: false, from: null, size: 1 },
  };
}

void t.test('a history is there after a restart, until its time is over, and no moment longer', async (t) => {
  const { clock, open } = await setOut(t);
  const before = await open();
  await before.keep(historyOf(SITA, 30));
  await before.keep(historyOf(GITA, 2));
  await before.close();
  clock.now = NOW + 3 * DAY_MS;
  const kept = await open();
  t.teardown(() => kept.close());
  t.match(await kept.get(SITA), { patient: SITA, records: [{ name: 'सीता देवी' }] });
  t.equal(await kept.get(GITA), null);
  clock.now = NOW + 30 * DAY_MS - 1;
  t.ok(await kept.get(SITA));
  clock.now += 1;
  t.equal(await kept.get(SITA), null);
});

void t.test('its allergies are known without reading, as long as it is here', async (t) => {
  const { clock, open } = await setOut(t);
  const before = await open();
  const { records, ...history } = historyOf(SITA, 30);
  const penicillin: LedgerRecord = {
    ...{ _id: `${SITA}:BR0977:2`, type: 'allergy', n: 2, at: '2026-02-01T05:00:00.000Z', by: 'asha', v: 1 },
    substance: 'Penicillin',
  };
  await before.keep({ ...history, records: [...records, penicillin] });
  t.match(before.allergiesOf(SITA), [{ substance: 'Penicillin', toldAt: { en: 'BR0977' } }]);
  await before.keep(historyOf(GITA, 30));
  await before.close();
  const kept = await open();
  t.teardown(() => kept.close());
  t.match(kept.allergiesOf(SITA), [{ substance: 'Penicillin' }], 'after a restart, too');
  t.same(kept.allergiesOf(GITA), []);
  await kept.wipe(GITA);
  t.equal(kept.allergiesOf(GITA), null);
  clock.now = NOW + 30 * DAY_MS;
  t.equal(kept.allergiesOf(SITA), null, 'its time is over');
});

void t.test('what is wiped leaves no document, nor an earlier revision of one', async (t) => {
  const { folder, open } = await setOut(t);
  const kept = await open();
  await kept.keep(historyOf(SITA, 30));
  await kept.keep(historyOf(SITA, 30));
  await kept.wipe(SITA);
  await kept.wipe(SITA);
  t.equal(await kept.get(SITA), null);
  await kept.close();
  const database = await openDatabase(folder, 'histories');
  t.teardown(() => database.close());
  await t.rejects(database.get(`_local/${SITA}`), { message: 'missing' });
  t.match(await database.info(), { doc_count: 0, update_seq: 0 });
  t.same((await database.get<{ until: object }>('_local/kept')).until, {});
});

void t.test(
  'a store of histories that cannot be read is begun anew: the ledger stands elsewhere',
  async (t) => {
    const { folder, open } = await setOut(t);
    const before = await open();
    await before.keep(historyOf(SITA, 30));
    await before.close();
    const file = join(folder, 'histories', 'CURRENT');
    t.match(await readFile(file, 'utf8'), 'MANIFEST');
    await writeFile(file, 'nonsense');
    const kept = await open();
    t.teardown(() => kept.close());
    t.equal(await kept.get(SITA), null);
    await kept.keep(historyOf(SITA, 30));
    t.ok(await kept.get(SITA));
  },
);

void t.test(
  'a history that cannot be understood keeps no box from starting, and is asked for again',
  async (t) => {
    const { folder, open } = await setOut(t);
    const before = await open();
    await before.keep(historyOf(SITA, 30));
    await before.keep(historyOf(GITA, 30));
    await before.close();
    const database = await openDatabase<Record<string, unknown>>(folder, 'histories');
    const { head: _, ...damaged } = await database.get(`_local/${SITA}`);
    await database.put(damaged);
    await database.close();
    const kept = await open();
    t.teardown(() => kept.close());
    t.same(kept.patients(), [GITA]);
    t.equal(await kept.get(SITA), null);
  },
);
