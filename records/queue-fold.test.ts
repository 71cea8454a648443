import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { MoveAction, Station } from './care.js';
import { checkMove, moveOutcome } from './check-move.js';
import { addDays } from './day.js';
import { FacilityError } from './facility-error.js';
import { BOX, DAY, PATIENT, ScriptedLedger, WORKFLOW } from './fixtures/scripted-ledger.js';
import { visitId } from './ids.js';
import type { LedgerRecord } from './ledger-record.js';
import { QueueFold } from './queue-fold.js';

function fold(records: LedgerRecord[], day = DAY): QueueFold {
  const queue = new QueueFold(day, WORKFLOW);
  for (const record of records) queue.apply(record);
  return queue;
}

const tokens = (entries: { token: number }[]) => entries.map(({ token }) => token);

t.test('patients are called in the order in which they came', async (t) => {
  const ledger = new ScriptedLedger();
  for (let i = 0; i < 3; i++) ledger.wait(1).visit('doctor');
  t.same(tokens(fold(ledger.records).waiting('doctor')), [1, 2, 3]);
  t.same(fold(ledger.records).waiting('lab'), []);
});

t.test('an emergency goes before everyone', async (t) => {
  const ledger = new ScriptedLedger();
  ledger.visit('doctor', { priority: 'pregnant' });
  ledger.wait(60).visit('doctor');
  ledger.wait(60).visit('doctor', { priority: 'emergency' });
  t.equal(fold(ledger.records).next('doctor')?.token, 3);
});

t.test(
  'a pregnant patient overtakes those who came less than her lead before, and nobody else',
  async (t) => {
    const ledger = new ScriptedLedger();
    ledger.visit('doctor');
    ledger.wait(20).visit('doctor');
    ledger.wait(20).visit('doctor', { priority: 'pregnant' });
    t.same(tokens(fold(ledger.records).waiting('doctor')), [1, 3, 2]);
  },
);

t.test('a stream of priority patients does not keep an ordinary one waiting for ever', async (t) => {
  const ledger = new ScriptedLedger();
  ledger.visit('doctor');
  for (let i = 0; i < 60; i++) ledger.wait(5).visit('doctor', { priority: 'elderly' });
  t.equal(fold(ledger.records).position(visitId(BOX, DAY, 1)), 4, 'only those who came within 20 minutes');
});

t.test('priority can be given and taken away later', async (t) => {
  const ledger = new ScriptedLedger();
  ledger.visit('doctor');
  const second = ledger.wait(1).visit('doctor');
  ledger.move(second, 'prioritise', 'counter', { priority: 'emergency' });
  t.equal(fold(ledger.records).next('doctor')?.token, 2);
  ledger.move(second, 'prioritise', 'counter', { priority: 'none' });
  t.equal(fold(ledger.records).next('doctor')?.token, 1);
});

t.test('a skipped patient comes back after the next three calls', async (t) => {
  const ledger = new ScriptedLedger();
  const visits = Array.from({ length: 6 }, () => ledger.wait(1).visit('doctor'));
  const [first = '', second = '', third = '', fourth = ''] = visits;
  ledger.move(first, 'call');
  ledger.move(first, 'skip');
  t.same(tokens(fold(ledger.records).waiting('doctor')), [2, 3, 4, 1, 5, 6]);
  ledger.move(second, 'call');
  ledger.move(second, 'recall');
  ledger.move(second, 'finish');
  t.same(tokens(fold(ledger.records).waiting('doctor')), [3, 4, 1, 5, 6], 'a recall is no new call');
  ledger.move(first, 'prioritise', 'counter', { priority: 'elderly' });
  ledger.move(third, 'call');
  ledger.move(fourth, 'call');
  t.same(tokens(fold(ledger.records).waiting('doctor')), [1, 5, 6]);
  ledger.visit('doctor', { priority: 'emergency' });
  t.same(tokens(fold(ledger.records).waiting('doctor')), [7, 1, 5, 6], 'but not before an emergency');
});

t.test('two who were skipped keep their order, and come at once when nobody else waits', async (t) => {
  const ledger = new ScriptedLedger();
  const visits = Array.from({ length: 4 }, () => ledger.wait(1).visit('doctor'));
  for (const visit of visits.slice(0, 2)) ledger.move(visit, 'skip');
  t.same(tokens(fold(ledger.records).waiting('doctor')), [3, 4, 1, 2]);
  for (let i = 0; i < 3; i++) ledger.wait(1).visit('doctor');
  t.same(tokens(fold(ledger.records).waiting('doctor')), [3, 4, 5, 1, 2, 6, 7]);
});

t.test('a held patient stays out until resumed, and then has the old place', async (t) => {
  const ledger = new ScriptedLedger();
  const first = ledger.visit('doctor');
  ledger.wait(1).visit('doctor');
  ledger.move(first, 'hold');
  t.same(tokens(fold(ledger.records).waiting('doctor')), [2]);
  t.equal(fold(ledger.records).position(first), null);
  ledger.wait(30).move(first, 'resume');
  t.same(tokens(fold(ledger.records).waiting('doctor')), [1, 2]);
});

t.test('a call names the room, and who was called last is shown first', async (t) => {
  const ledger = new ScriptedLedger();
  const first = ledger.visit('doctor');
  const second = ledger.visit('doctor');
  ledger.move(first, 'call', 'doctor', { room: 'Room 2' });
  ledger.wait(1).move(second, 'call', 'doctor', { room: 'Room 5' });
  ledger.move(first, 'recall', 'doctor', { room: 'Room 2' });
  const current = fold(ledger.records).current('doctor');
  t.same(
    current.map(({ token, room, calls }) => ({ token, room, calls })),
    [
      { token: 2, room: 'Room 5', calls: 1 },
      { token: 1, room: 'Room 2', calls: 2 },
    ],
  );
});

t.test(
  'a transfer sends the visit to wait at the next station, behind those who came there before',
  async (t) => {
    const ledger = new ScriptedLedger();
    const first = ledger.visit('vitals');
    ledger.wait(1).visit('doctor');
    ledger.wait(4).move(first, 'call', 'vitals');
    ledger.wait(3).move(first, 'transfer', 'vitals', { to: 'doctor' });
    const queue = fold(ledger.records);
    t.same(tokens(queue.waiting('doctor')), [2, 1]);
    t.match(queue.entry(first), {
      station: 'doctor',
      state: 'waiting',
      calls: 0,
      calledAt: null,
      room: null,
    });
    t.match(queue.entry(first)?.stays, [{ station: 'vitals', wait: 5 }]);
    t.match(queue.counts(), { vitals: { waiting: 0 }, doctor: { waiting: 2 }, lab: { waiting: 0 } });
  },
);

t.test('the expected wait follows the pace of today, shared by the rooms that serve', async (t) => {
  const ledger = new ScriptedLedger();
  const visits = Array.from({ length: 8 }, () => ledger.visit('doctor'));
  const last = visits.at(-1)!;
  t.equal(fold(ledger.records).expectedWait(last), 7 * 4, 'the default, before anyone was served');
  for (const [index, minutes] of [6, 10, 50].entries()) {
    ledger.move(visits[index]!, 'call', 'doctor', { room: '2' });
    ledger.wait(minutes).move(visits[index]!, 'finish');
  }
  t.equal(fold(ledger.records).expectedWait(last), 4 * 10, 'the median');
  ledger.move(visits[3]!, 'call', 'doctor', { room: '3' });
  t.equal(
    fold(ledger.records).expectedWait(last),
    (4 * 10) / 2,
    'one more served, one less in line, two rooms',
  );
  t.equal(fold(ledger.records).expectedWait(visits[0]!), null);
});

t.test('a visit that nobody moves on is stuck', async (t) => {
  const ledger = new ScriptedLedger();
  const first = ledger.visit('doctor');
  const second = ledger.visit('doctor');
  ledger.wait(50).move(second, 'call');
  ledger.wait(11);
  t.same(tokens(fold(ledger.records).stuck(ledger.now)), [1], "the station's limit is 60 minutes");
  t.same(tokens(fold(ledger.records).stuck(ledger.now, 10)), [1, 2]);
  ledger.move(first, 'leave', 'counter');
  t.same(fold(ledger.records).stuck(ledger.now), []);
});

t.test(
  'an unfinished visit of the patient is found, so that a second click makes no second one',
  async (t) => {
    const ledger = new ScriptedLedger();
    const visit = ledger.visit('doctor');
    t.equal(fold(ledger.records).openVisitOf(PATIENT)?.visit, visit);
    t.match(fold(ledger.records).byToken(1), [{ visit }]);
    ledger.move(visit, 'finish');
    t.equal(fold(ledger.records).openVisitOf(PATIENT), undefined);
    t.same(fold(ledger.records).byToken(2), []);
  },
);

t.test('other days, unknown types and unknown fields change nothing', async (t) => {
  const ledger = new ScriptedLedger();
  const visit = ledger.visit('doctor', { future: { yes: true } } as object);
  ledger.write('visit', visitId(BOX, addDays(DAY, -1), 7), { patient: PATIENT, kind: 'new', station: 'lab' });
  ledger.part(visitId(BOX, addDays(DAY, -1), 7), 'move', 'move', { action: 'call', station: 'lab' });
  ledger.write('surgery' as 'visit', `${visit}:surgery:1`, {});
  ledger.move(visit, 'teleport' as MoveAction);
  const queue = fold(ledger.records);
  t.same(tokens(queue.entries()), [1]);
  t.match(queue.entry(visit), { state: 'waiting', station: 'doctor' });
});

t.test('a move says why it may not be taken', async (t) => {
  const ledger = new ScriptedLedger();
  const visit = ledger.visit('doctor');
  const entry = () => fold(ledger.records).entry(visit)!;
  const refusal = (action: MoveAction, station: Station = 'doctor', fields: object = {}) => {
    try {
      checkMove(entry(), { action, station, ...fields });
    } catch (error) {
      return error instanceof FacilityError ? [error.code, error.params.outcome] : error;
    }
    return 'allowed';
  };
  t.same(refusal('recall'), ['conflict', 'not-possible']);
  t.same(refusal('resume'), ['already-done', 'already-done']);
  t.same(refusal('transfer'), ['bad-input', 'incomplete']);
  t.same(refusal('prioritise'), ['bad-input', 'incomplete']);
  t.same(refusal('call', 'lab'), ['conflict', 'elsewhere']);
  ledger.move(visit, 'call', 'doctor', { room: 'Room 2' });
  t.same(refusal('call'), ['already-done', 'already-done'], 'another counter was first');
  ledger.move(visit, 'transfer', 'doctor', { to: 'pharmacy' });
  t.same(
    refusal('transfer', 'doctor', { to: 'pharmacy' }),
    ['already-done', 'already-done'],
    'a form sent twice',
  );
  ledger.move(visit, 'finish', 'pharmacy');
  t.same(refusal('finish', 'pharmacy'), ['already-done', 'already-done']);
  t.same(refusal('call', 'pharmacy'), ['conflict', 'closed']);
  t.throws(() => checkMove(undefined, { action: 'call', station: 'doctor' }), { code: 'not-found' });
});

// random days: up to 12 visits and any moves, sensible or not, at any station
const STATIONS: Station[] = ['vitals', 'doctor', 'lab', 'pharmacy'];
const ACTIONS: MoveAction[] = [
  'call', 'recall', 'skip', 'hold', 'resume', 'transfer', 'prioritise', 'finish', 'leave',
]; // prettier-ignore
const step = fc.record({
  token: fc.nat(12),
  action: fc.constantFrom(...ACTIONS),
  station: fc.constantFrom<Station | 'counter'>(...STATIONS, 'counter'),
  to: fc.constantFrom(...STATIONS),
  priority: fc.constantFrom('emergency', 'pregnant', 'elderly', 'disabled', 'none'),
  minutes: fc.nat(20),
});
const anyDay = fc.array(step, { maxLength: 120 }).map((steps) => {
  const ledger = new ScriptedLedger();
  const visits: string[] = [];
  for (const { token, minutes, ...move } of steps) {
    ledger.wait(minutes);
    const visit = visits[token];
    if (visit) ledger.move(visit, move.action, move.station, move);
    else visits.push(ledger.visit(move.to));
  }
  return { records: ledger.records, visits };
});

t.test('whatever moves are asked for, each visit is at exactly one place and none is lost', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(anyDay, ({ records, visits }) => {
        const queue = fold(records);
        const counts = queue.counts();
        const counted = STATIONS.flatMap((station) => Object.values({ ...counts[station] }));
        if (counted.reduce((sum, count) => sum + count, 0) !== visits.length) return false;
        return visits.every((visit) => {
          const entry = queue.entry(visit)!;
          const line = STATIONS.filter((station) => queue.waiting(station).includes(entry));
          const current = STATIONS.filter((station) => queue.current(station).includes(entry));
          const held = STATIONS.filter((station) => queue.held(station).includes(entry));
          const closed = entry.state === 'finished' || entry.state === 'left' ? [entry.station] : [];
          const places = [...line, ...current, ...held, ...closed];
          return places.length === 1 && places[0] === entry.station;
        });
      }),
    ),
  );
});

t.test('a move that is refused leaves the queue as it was', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(anyDay, ({ records }) => {
        const queue = fold([]);
        const legal: LedgerRecord[] = [];
        for (const record of records) {
          const entry = record.type === 'move' && queue.entry(record._id.split(':move:')[0]!);
          if (record.type === 'visit' || (entry && moveOutcome(entry, record) === 'allowed')) {
            legal.push(record);
          }
          queue.apply(record);
        }
        assert.deepEqual(queue.entries(), fold(legal).entries());
      }),
    ),
  );
});

t.test('the queue is the same whether folded live with questions asked or replayed', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(anyDay, ({ records, visits }) => {
        const live = new QueueFold(DAY, WORKFLOW);
        for (const record of records) {
          live.apply(record);
          for (const station of STATIONS) live.waiting(station).reverse();
          for (const visit of visits) live.expectedWait(visit);
        }
        // a stored record has been through JSON
        const replayed = fold(JSON.parse(JSON.stringify(records)) as LedgerRecord[]);
        assert.deepEqual(live.entries(), replayed.entries());
        for (const station of STATIONS)
          assert.deepEqual(tokens(live.waiting(station)), tokens(replayed.waiting(station)));
        for (const visit of visits) assert.equal(live.expectedWait(visit), replayed.expectedWait(visit));
      }),
    ),
  );
});

t.test('at midnight who is still here stays in the queue, behind his own day', async (t) => {
  const ledger = new ScriptedLedger();
  const noon = ledger.clock('11:00').visit('doctor');
  const done = ledger.visit('doctor');
  ledger.move(done, 'finish');
  const night = ledger.clock('23:50').visit('doctor');
  const tomorrow = addDays(DAY, 1);
  const queue = fold(ledger.records).turnTo(tomorrow, WORKFLOW);
  t.same(
    queue.waiting('doctor').map(({ visit }) => visit),
    [night, noon],
    'who was left over in the afternoon stands back',
  );
  t.same(queue.entries(), [], 'the figures of the new day are its own');
  t.equal(queue.entry(done), undefined);
  t.equal(queue.counts().doctor?.waiting, 2);

  const today = new ScriptedLedger().clock('00:10', tomorrow);
  const first = today.visit('doctor');
  for (const record of today.records) queue.apply(record);
  t.same(
    queue.waiting('doctor').map(({ visit }) => visit),
    [night, first, noon],
  );
  t.match(queue.byToken(1), [{ visit: first }, { visit: noon }], "today's first, then yesterday's");
  t.match(queue.byToken(3), [{ visit: night }]);
  t.equal(queue.openVisitOf(queue.entry(noon)?.patient ?? '')?.visit, first, 'a new slip may be given');

  ledger.clock('00:15', tomorrow).move(night, 'finish');
  ledger.move(noon, 'call');
  for (const record of ledger.records.slice(-2)) queue.apply(record);
  t.same(queue.byToken(3), [], 'who has finished leaves');
  t.match(queue.counts().doctor, { waiting: 1, called: 1, finished: 0 });

  const later = queue.turnTo(addDays(DAY, 2), WORKFLOW);
  t.same(
    later.waiting('doctor').map(({ visit }) => visit),
    [first],
    'after a day nobody waits any more',
  );
  t.equal(queue.turnTo(addDays(DAY, 3), WORKFLOW).next('doctor'), undefined);
});
