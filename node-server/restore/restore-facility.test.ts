import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { databaseSource } from '../../tests/database-source.js';
import { boxOf, parsePatientId, parseVisitId, visitOf } from '../../records/ids.js';
import type { Job } from '../../records/progress.js';
import { setUpFacility } from '../set-up.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import { readCredential } from '../credentials.js';
import { Facility } from '../facility.js';
import { readMovements } from '../stations/stock/read-movements.js';
import { visitAt, visitPath } from '../stations/visit-path.js';
import { restoreFacility, type RestoreOptions, type RestoreResult } from './restore-facility.js';
import { QUICK_COST } from '../../tests/quick-cost.js';

const NOON = Date.parse('2026-11-21T06:30:00Z');
const clock = { now: NOON };
const PARACETAMOL = { item: 'paracetamol-500', expiry: '2028-01', kind: 'receive' } as const;
const now = (): number => clock.now;

async function finish<T>(job: Job<T>): Promise<T> {
  for (let step = await job.next(); ; step = await job.next()) if (step.done) return step.value;
}

async function folder(t: Test): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'nadi-restore-'));
  t.teardown(() => rm(made, { recursive: true, force: true }));
  return join(made, 'box');
}

/** A box with a morning's work: two visits, one half way at the doctor, stock, an extra member of staff. */
async function oldBox(t: Test): Promise<Facility> {
  const at = await folder(t);
  await setUpFacility({
    folder: at,
    box: 'BR1042',
    name: { hi: 'रामपुर', en: 'Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    passwordCost: QUICK_COST,
    staff: [
      { id: 'verma', name: { hi: 'वर्मा', en: 'Verma' }, roles: ['incharge'], password: 'old-password' },
    ],
    now,
  });
  const facility = await Facility.open({ folder: at, box: 'BR1042', now });
  await facility.append({ by: 'verma' }, (draft) => {
    draft.staff({ staff: 'asha', name: { hi: 'आशा', en: 'Asha' }, roles: ['clerk'], active: true });
    for (const name of ['सुनीता देवी', 'राम सिंह']) {
      const patient = draft.patient({ name, sex: 'female', birthDate: '1988', mobile: '9812345670' })._id;
      const visit = draft.visit({ patient, kind: 'new', station: 'vitals' })._id;
      draft.part(visit, 'move', { patient, action: 'transfer', station: 'vitals', to: 'doctor' });
    }
    draft.stock({ ...PARACETAMOL, batch: 'B1', change: 100 });
  });
  t.teardown(() => facility.stop());
  return facility;
}

async function restored(
  t: Test,
  old: Facility,
  more: Partial<RestoreOptions> = {},
): Promise<{ at: string; result: RestoreResult; open: () => Promise<Facility> }> {
  const at = await folder(t);
  const source = databaseSource(old.databases.records, old.box);
  const result = await finish(
    restoreFacility({ folder: at, source, settings: { host: '127.0.0.1', port: 0 }, now, ...more }),
  );
  return { at, result, open: () => Facility.open({ folder: at, box: result.box, now }) };
}

async function ids(facility: Facility): Promise<[number, string, string][]> {
  const { results } = await facility.databases.records.changes({ since: 0, include_docs: true });
  return results.map(({ seq, id, changes }) => [Number(seq), id, changes[0]?.rev ?? '']);
}

t.setTimeout(300_000);

t.test('the new box holds the same records under the same revisions, and goes on after them', async (t) => {
  const old = await oldBox(t);
  const { at, result, open } = await restored(t, old);
  t.match(result, { box: 'BR1042b', from: 'BR1042', records: old.recordCount, patients: 2, staff: 2 });
  t.equal((await readBoxFolder(at)).settings.box, 'BR1042b');
  const facility = await open();
  const before = await ids(old);
  const after = await ids(facility);
  t.same(after.slice(0, before.length), before);
  t.equal(after.length, before.length + 1);
  t.match(after.at(-1), [before.length + 1, `restore:BR1042b:${before.length + 1}`]);
  t.ok(facility.isWhole);
  t.same(facility.forerunners(), [{ box: 'BR1042', from: 0, upTo: before.length }]);
  t.equal(facility.profile().name.en, 'Rampur');
  t.same(facility.staff.list(), old.staff.list());
  t.same(facility.queue.entries(), old.queue.entries());
  t.same(facility.stock.balance('paracetamol-500', '20261121'), 100);
  await facility.stop();
});

t.test('tokens, short numbers and stock go on as one series, also after a restart', async (t) => {
  const old = await oldBox(t);
  const { at, open } = await restored(t, old);
  let facility = await open();
  const register = () =>
    facility.append({ by: 'asha' }, (draft) => {
      const patient = draft.patient({ name: 'मीना', sex: 'female', birthDate: '1990' })._id;
      return { patient, visit: draft.visit({ patient, kind: 'new', station: 'vitals' })._id };
    });
  const first = await register();
  t.equal(first.visit, 'visit:BR1042b:20261121-003');
  t.match(parsePatientId(first.patient), { box: 'BR1042b', serial: 3 });
  await facility.append({ by: 'asha' }, (draft) => draft.stock({ ...PARACETAMOL, batch: 'B2', change: 7 }));
  for (const fresh of [false, true]) {
    await facility.stop();
    // Without the snapshot everything is folded from the first record.
    if (fresh) await rm(join(at, 'folds'), { recursive: true });
    facility = await open();
    t.same(
      facility.queue.entries().map(({ token }) => token),
      [1, 2, 3],
    );
    const { movements } = await readMovements(facility.databases.records, facility.box, 'paracetamol-500');
    t.same(
      movements.map(({ change }) => change),
      [7, 100],
    );
    t.equal(facility.patients.findById('1')?.name, 'सुनीता देवी');
    t.equal(facility.patients.findById('3')?.name, 'मीना');
  }
  t.match(parseVisitId((await register()).visit), { token: 4 });
  await facility.stop();
});

t.test('what is folded while the records are written is what reading them all again folds', async (t) => {
  const old = await oldBox(t);
  const { at, result, open } = await restored(t, old);
  t.equal(result.head, old.chain.head);
  const folded = async (): Promise<unknown> => {
    const facility = await open();
    const { patients, stock, restrictions, allergies, chain, visitDays } = facility;
    const folds = [patients, stock, restrictions, allergies, chain, visitDays].map((fold) => fold.snapshot());
    await facility.stop();
    return structuredClone(folds);
  };
  const onTheWay = await folded();
  await rm(join(at, 'folds'), { recursive: true });
  t.same(onTheWay, await folded());
});

t.test('a visit of the old box is gone on with under an id of the new one', async (t) => {
  const old = await oldBox(t);
  const { open } = await restored(t, old);
  const facility = await open();
  t.teardown(() => facility.stop());
  const visit = old.queue.byToken(2)[0]?.visit ?? '';
  const patient = old.queue.byToken(2)[0]?.patient ?? '';
  const move = { patient, action: 'transfer', station: 'doctor', to: 'pharmacy' } as const;
  const mine = await facility.append(
    { by: 'verma', visits: [visit] },
    (draft) => draft.part(visit, 'move', move)._id,
  );
  const theirs = await old.append(
    { by: 'verma', visits: [visit] },
    (draft) => draft.part(visit, 'move', move)._id,
  );
  t.equal(mine, `${visit}:move:b2`);
  t.equal(theirs, `${visit}:move:2`);
  t.equal(boxOf(mine), 'BR1042b');
  t.equal(boxOf(theirs), 'BR1042');
  t.equal(visitOf(mine), visit);
  t.equal(facility.queue.entry(visit)?.station, 'pharmacy');
  t.equal(visitPath(visit), '20261121-002');
  t.equal(visitAt(visitPath(visit), 'BR1042b'), visit);
  t.equal(visitPath('visit:BR1042b:20261121-003'), '20261121-003b');
  t.equal(visitAt('20261121-003b', 'BR1042b'), 'visit:BR1042b:20261121-003');
  t.equal(visitAt('20261121-003:rx', 'BR1042b'), null);
});

t.test('without a password from the source the person in charge gets one that works', async (t) => {
  const { result, open } = await restored(t, await oldBox(t));
  t.match(result.admin, { id: 'verma', password: /.{8}/ });
  const facility = await open();
  t.ok(await readCredential(facility, 'verma'));
  t.equal(await readCredential(facility, 'asha'), null);
  await facility.stop();
});

t.test('a box that took over is taken over from in its turn', async (t) => {
  const old = await oldBox(t);
  const second = await (await restored(t, old)).open();
  await second.append({ by: 'asha' }, (draft) =>
    draft.patient({ name: 'मीना', sex: 'female', birthDate: '1990' }),
  );
  const { result, open } = await restored(t, second);
  await second.stop();
  t.equal(result.box, 'BR1042c');
  const third = await open();
  const n = old.recordCount;
  t.same(third.forerunners(), [
    { box: 'BR1042', from: 0, upTo: n },
    { box: 'BR1042b', from: n, upTo: n + 2 },
  ]);
  t.equal(third.patients.size, 3);
  await third.stop();
});

t.test(
  'a folder that has data is refused, one with an unfinished restore goes on, nothing is half used',
  async (t) => {
    const old = await oldBox(t);
    const { at } = await restored(t, old);
    const source = databaseSource(old.databases.records, old.box);
    await t.rejects(finish(restoreFacility({ folder: at, source, settings: {}, now })), {
      code: 'already-set-up',
    });

    const halfway = await folder(t);
    const gone = new AbortController();
    const broken = {
      ...source,
      read: async function* (after: number, _: unknown, signal: AbortSignal) {
        for await (const part of source.read(after, null, signal)) {
          if (part.part !== 'records') continue;
          yield { part: 'records' as const, records: part.records.slice(0, 3) };
          gone.abort(new Error('pulled out'));
        }
      },
    };
    const job = restoreFacility({ folder: halfway, source: broken, settings: {}, now, signal: gone.signal });
    await t.rejects(finish(job), { message: 'pulled out' });
    await t.rejects(readBoxFolder(halfway), { code: 'restore-unfinished' });
    const result = await finish(restoreFacility({ folder: halfway, source, settings: {}, now }));
    t.equal(result.records, old.recordCount);
    const facility = await Facility.open({ folder: halfway, box: 'BR1042b', now });
    t.same((await ids(facility)).slice(0, -1), await ids(old));
    await facility.stop();
  },
);

t.test('a gap, a foreign record and an empty source are refused and named', async (t) => {
  const old = await oldBox(t);
  const source = databaseSource(old.databases.records, old.box);
  const withChange = (change: (records: { n: number; _id: string }[]) => unknown[]) => ({
    ...source,
    read: async function* (after: number, _: unknown, signal: AbortSignal) {
      for await (const part of source.read(after, null, signal)) {
        if (part.part === 'records') yield { ...part, records: change(part.records) as never[] };
      }
    },
  });
  const restore = async (changed: typeof source) =>
    finish(restoreFacility({ folder: await folder(t), source: changed, settings: {}, now }));
  const gap = withChange((records) => records.filter(({ n }) => n !== 4));
  await t.rejects(restore(gap), { code: 'restore-refused', params: { reason: 'gap', n: 4 } });
  const foreign = withChange((records) =>
    records.map((one) => (one.n === 5 ? { ...one, _id: one._id.replace('BR1042', 'BR0977') } : one)),
  );
  await t.rejects(restore(foreign), { code: 'restore-refused', params: { reason: 'foreign', n: 5 } });
  await t.rejects(restore(withChange(() => [])), {
    code: 'restore-refused',
    params: { reason: 'no-records' },
  });
});
