import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { FacilityError } from '../../records/facility-error.js';
import { boxOf, parseVisitId } from '../../records/ids.js';
import { Facility } from '../facility.js';
import { readTail } from './read-records.js';

const NOON = Date.parse('2026-11-21T06:30:00Z');

interface Box {
  facility: Facility;
  /** `up` is what a clock that nobody can set says */
  clock: { now: number; up: number };
  reopen(): Promise<Facility>;
}

async function openBox(t: Test): Promise<Box> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-ledger-'));
  const clock = { now: NOON, up: 0 };
  const open = (): Promise<Facility> =>
    Facility.open({
      folder,
      box: 'BR1042',
      now: () => clock.now,
      monotonic: () => clock.up,
    });
  const box: Box = {
    facility: await open(),
    clock,
    reopen: async () => {
      await box.facility.stop();
      box.facility = await open();
      return box.facility;
    },
  };
  t.teardown(async () => {
    await box.facility.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return box;
}

function register(facility: Facility, name = 'सुनीता देवी', by = 'asha') {
  return facility.append({ by }, (draft) => {
    const patient = draft.patient({ name, sex: 'female', birthDate: '1988' });
    return draft.visit({ patient: patient._id, kind: 'new', station: 'vitals' });
  });
}

async function allRecords(facility: Facility) {
  const records: { n: number; _id: string; at: string }[] = [];
  await readTail(facility.databases.records, 0, (record) => records.push(record));
  return records;
}

t.test('a hundred counters at once get a hundred tokens and a ledger without a gap', async (t) => {
  const { facility } = await openBox(t);
  const visits = await Promise.all(Array.from({ length: 100 }, () => register(facility)));
  const tokens = visits.map((visit) => parseVisitId(visit._id)?.token);
  t.same(
    [...new Set(tokens)].sort((a = 0, b = 0) => a - b),
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
  const records = await allRecords(facility);
  t.same(
    records.map(({ n }) => n),
    Array.from({ length: 200 }, (_, i) => i + 1),
  );
  t.ok(
    records.every(({ _id }) => boxOf(_id) === 'BR1042'),
    'each id names the box',
  );
});

t.test(
  'builders run in the order of their appends, at once where nothing has to be waited for',
  async (t) => {
    const { facility } = await openBox(t);
    const order: number[] = [];
    const appends = [1, 2, 3].map((number) =>
      facility.append({ by: 'asha' }, (draft) => {
        order.push(number);
        return draft.patient({ name: 'Ramesh', sex: 'male' });
      }),
    );
    t.same(order, [1, 2, 3], 'before anything was awaited');
    await Promise.all(appends);
  },
);

t.test('after a restart numbers go on where they were', async (t) => {
  const box = await openBox(t);
  await register(box.facility);
  const facility = await box.reopen();
  const visit = await register(facility, 'Ramesh');
  t.equal(visit._id, 'visit:BR1042:20261121-002');
  t.match(visit.patient, /^patient:BR1042-000002-/);
  t.equal(visit.n, 4);
  t.equal(facility.queue.waiting('vitals').length, 2);
  t.equal(facility.patients.get(visit.patient)?.name, 'Ramesh');
});

t.test('the next day begins with token 1', async (t) => {
  const { facility, clock } = await openBox(t);
  await register(facility);
  clock.now += 86_400_000;
  const visit = await register(facility);
  t.equal(visit._id, 'visit:BR1042:20261122-001');
  t.equal(facility.queue.next('vitals')?.visit, visit._id, "yesterday's come after");
});

t.test('who is still open at midnight is in the queue of the new day, also after a restart', async (t) => {
  const box = await openBox(t);
  const night = await register(box.facility);
  const gone = await register(box.facility);
  const move = (visit: typeof night, action: 'call' | 'leave') =>
    box.facility.append({ by: 'asha', visits: [visit._id] }, (draft) =>
      draft.part(visit._id, 'move', { patient: visit.patient, action, station: 'vitals' }),
    );
  await move(gone, 'leave');
  box.clock.now += 86_400_000;
  await move(night, 'call');
  await register(box.facility);
  const shown = () =>
    [...box.facility.queue.current('vitals'), ...box.facility.queue.waiting('vitals')].map(
      ({ visit, state }) => [visit, state],
    );
  const before = shown();
  t.same(before, [
    [night._id, 'called'],
    ['visit:BR1042:20261122-001', 'waiting'],
  ]);
  await box.reopen();
  t.same(shown(), before);
  box.clock.now += 86_400_000;
  await box.reopen();
  t.same(
    shown().map(([visit]) => visit),
    ['visit:BR1042:20261122-001'],
    'after one more day it is out',
  );
});

t.test('a clock that falls back to 1970 never runs the ledger back', async (t) => {
  const { facility, clock } = await openBox(t);
  const before = await register(facility);
  clock.now = 0;
  const after = await register(facility);
  t.equal(after.at, before.at);
  t.equal(after.clockUncertain, true);
  t.equal(after._id, 'visit:BR1042:20261121-002');
});

t.test('while the clock stands behind, time goes on from the last record', async (t) => {
  const { facility, clock } = await openBox(t);
  await register(facility);
  clock.now = 0;
  clock.up += 3_600_000;
  t.equal(facility.now(), NOON + 3_600_000);
  const later = await register(facility);
  t.equal(Date.parse(later.at), NOON + 3_600_000);
  t.equal(later.clockUncertain, true);
});

t.test('"already done" is not said before what was done is on disk', async (t) => {
  const { facility } = await openBox(t);
  const { records } = facility.databases;
  records.bulkDocs = () => Promise.reject(new Error('IO error: No space left on device'));
  const first = register(facility);
  const second = facility.append({ by: 'asha' }, () => facility.queue.entries().length);
  await t.rejects(first, { code: 'disk-full' });
  await t.rejects(second, { code: 'disk-full' }, 'it saw the first one, which never came to be');
});

t.test('somebody who listens and fails stops nobody from saving', async (t) => {
  const { facility } = await openBox(t);
  facility.onWritten(() => {
    throw new Error('a broken display');
  });
  await register(facility);
  t.equal((await register(facility)).n, 4);
});

t.test('a visit that is asked for before it is made is there when it is made', async (t) => {
  const { facility } = await openBox(t);
  const next = 'visit:BR1042:20261121-001';
  const [asked, made] = await Promise.all([facility.loadVisit(next).catch(() => null), register(facility)]);
  t.equal(made._id, next);
  t.ok(asked === null || asked.length === 1);
  t.equal((await facility.loadVisit(next)).length, 1);
  await t.rejects(
    facility.append({ by: 'asha', visits: ['visit:BR1042:20261121-099'] }, () => undefined),
    {
      code: 'not-found',
    },
  );
});

t.test('parts of a visit are numbered by kind, also for a visit of an earlier day', async (t) => {
  const box = await openBox(t);
  const visit = await register(box.facility);
  const addVitals = (facility: Facility) =>
    facility.append({ by: 'nisha', visits: [visit._id] }, (draft) => [
      draft.part(visit._id, 'vitals', { patient: visit.patient, pulse: 80 }),
      draft.part(visit._id, 'move', {
        patient: visit.patient,
        action: 'transfer',
        station: 'vitals',
        to: 'doctor',
      }),
    ]);
  await addVitals(box.facility);
  box.clock.now += 3 * 86_400_000;
  const facility = await box.reopen();
  const [vitals] = await addVitals(facility);
  t.equal(vitals?._id, `${visit._id}:vitals:2`);
  t.equal((await facility.loadVisit(visit._id)).length, 5);
});

t.test('a builder that throws writes nothing and leaves nothing behind', async (t) => {
  const { facility } = await openBox(t);
  await register(facility);
  await t.rejects(
    facility.append({ by: 'asha' }, (draft) => {
      draft.patient({ name: 'X', sex: 'male' });
      throw new FacilityError('bad-input', 'no');
    }),
    { code: 'bad-input' },
  );
  await t.rejects(
    facility.append({ by: 'asha' }, (draft) => draft.patient({ name: '', sex: 'male' })),
    { code: 'bad-input' },
    'a record that breaks its schema is refused',
  );
  const visit = await register(facility, 'Ramesh');
  t.equal(visit.n, 4);
  t.match(visit.patient, /-000002-/);
});

t.test(
  'when the disk refuses, everybody who waits is told, and the folds are again what is on disk',
  async (t) => {
    const { facility } = await openBox(t);
    await register(facility);
    const { records } = facility.databases;
    const bulkDocs = records.bulkDocs.bind(records);
    records.bulkDocs = () => Promise.reject(new Error('IO error: No space left on device'));
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => register(facility, 'Harihar')));
    t.ok(outcomes.every(({ status }) => status === 'rejected'));
    t.equal(((outcomes[0] as PromiseRejectedResult).reason as FacilityError).code, 'disk-full');
    records.bulkDocs = bulkDocs;
    const visit = await register(facility, 'Ramesh');
    t.equal(visit.n, 4, 'the refused numbers are given again');
    t.equal(facility.queue.waiting('vitals').length, 2);
    t.equal(facility.patients.findByName('Harihar', { limit: 5 }).length, 0);
  },
);

t.test('whatever comes at once, n is gapless, ids are unique and time never runs back', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          count: fc.integer({ min: 1, max: 8 }),
          skew: fc.integer({ min: -5000, max: 90_000_000 }),
        }),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
      fc.boolean(),
      async (rounds, restart) => {
        const box = await openBox(t);
        for (const { count, skew } of rounds) {
          box.clock.now += skew;
          await Promise.all(Array.from({ length: count }, () => register(box.facility)));
          if (restart) await box.reopen();
        }
        const records = await allRecords(box.facility);
        const ids = new Set(records.map(({ _id }) => _id));
        const ordered = records.every(
          (record, i) => record.n === i + 1 && record.at >= (records[i - 1]?.at ?? ''),
        );
        return ids.size === records.length && ordered;
      },
    ),
    { numRuns: 15 },
  );
});
