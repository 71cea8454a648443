import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { Facility } from '../../node-server/facility.js';
import { referralBook } from '../../node-server/referrals/referral-book.js';
import { readTail } from '../../node-server/store/read-records.js';
import { dayOf } from '../../records/day.js';
import type { LedgerRecord, RecordOf } from '../../records/ledger-record.js';
import { cancelAnswer, foldReferral, type ReferralAnswer } from '../../records/referral-steps.js';
import { readDemoLetters } from './demo-data.js';
import { DEMO_FACILITIES } from './demo-facilities.js';
import { makeDemo, makeDemos, refreshDemo } from './make-demo.js';
import { fitsLetter } from './referral-letter.js';

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

t.test('whatever the hour at which the demo is made, orders wait for the lab', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'nadi-demo-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  const centre = { url: 'http://127.0.0.1:5984', user: 'BR1042', password: 'x' };
  const waitAtLab = async (folder: string, now: number): Promise<number> => {
    let waiting = 0;
    await open(folder, now, async (facility) => {
      const entries = facility.queue.entries().filter(({ station, state }) => {
        return station === 'lab' && state !== 'finished';
      });
      const visits = await Promise.all(entries.map(({ visit }) => facility.loadVisit(visit)));
      waiting = visits.filter((records) => records.some(({ type }) => type === 'lab-order')).length;
    });
    return waiting;
  };
  for (const [index, hour] of ['2026-11-20T18:42:00Z', '2026-11-21T15:00:00Z'].entries()) {
    const folder = join(root, String(index));
    const now = Date.parse(hour);
    await makeDemo({ folder, port: 0, host: '127.0.0.1', centre, now, days: 1 });
    t.ok((await waitAtLab(folder, now)) >= 3, hour);
    const later = now + 3 * 86_400_000;
    await refreshDemo({ folder, now: later });
    t.ok((await waitAtLab(folder, later)) >= 3, `${hour}, started again three days later`);
  }
});

async function open(
  folder: string,
  now: number,
  look: (facility: Facility) => Promise<void>,
  box = 'BR1042',
): Promise<void> {
  const facility = await Facility.open({
    folder,
    box,
    now: () => now,
  });
  try {
    await look(facility);
  } finally {
    await facility.stop();
  }
}

async function readAll(folder: string, now: number, box?: string): Promise<LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  await open(
    folder,
    now,
    async ({ databases }) => {
      await readTail(databases.records, 0, (record) => records.push(record));
    },
    box,
  );
  return records;
}

t.test('two demo centres refer to each other, and each sums its days up', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'nadi-demo-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  const boxes = DEMO_FACILITIES.map((facility) => ({
    ...{ facility, folder: join(root, facility.folder), port: 0 },
    centre: { url: 'http://127.0.0.1:5984', user: facility.box, password: 'x' },
  }));
  const days: string[] = [];
  const onProgress = (day: number, all: number): unknown => days.push(`${day}/${all}`);
  await makeDemos(boxes, { host: '127.0.0.1', now: NOON, days: 9, onProgress });
  t.same(days.at(-1), '9/9');

  const [rampur = [], sakra = []] = await Promise.all(
    boxes.map(({ folder, facility }) => readAll(folder, NOON, facility.box)),
  );
  const of = <T extends LedgerRecord['type']>(records: LedgerRecord[], type: T): RecordOf<T>[] =>
    records.filter((record): record is RecordOf<T> => record.type === type);
  for (const records of [rampur, sakra]) t.equal(of(records, 'summary').length, 9, 'a sum a day');

  const sent = of(rampur, 'referral');
  const replies = of(sakra, 'referral-reply');
  const cancels = of(rampur, 'referral-cancel');
  const stateOf = (id: string) => foldReferral(answersTo([...replies, ...cancels], id)).state;
  const states = new Set(sent.map(({ _id }) => stateOf(_id)));
  for (const state of ['received', 'accepted', 'returned', 'seen', 'cancelled'] as const) {
    t.ok(states.has(state), `one is ${state}`);
  }
  const minutesTo = ({ _id, at }: RecordOf<'referral'>): number => {
    const said = replies.find(({ referral, status }) => referral === _id && status !== 'received');
    return said ? (Date.parse(said.at) - Date.parse(at)) / 60_000 : 0;
  };
  t.ok(
    sent.filter(({ urgent }) => urgent).every((one) => minutesTo(one) <= 30),
    'urgent ones are answered within half an hour',
  );
  t.ok(
    sent.every((one) => minutesTo(one) < 3 * 24 * 60),
    'and nobody waits days for a word',
  );
  const letters = readDemoLetters();
  for (const { reason, summary } of [...sent, ...of(sakra, 'referral')]) {
    const letter = [...letters.up, ...letters.down].find((one) => one.reason === reason);
    const { person, vitals, diagnoses = [] } = summary ?? {};
    const age = 2026 - Number(person?.birthDate?.slice(0, 4));
    const whom = { sex: person?.sex ?? 'unknown', age, pregnant: vitals?.pregnant === true };
    const found = { diagnosis: diagnoses[0]?.code ?? '', vitals: vitals ?? {} };
    t.ok(letter && fitsLetter(letter, whom, found), `${whom.sex}, ${age}: ${reason}`);
  }
  const answered = new Set(replies.map(({ referral }) => referral));
  t.ok([...answered].every((referral) => sent.some(({ _id }) => _id === referral)));
  const seen = sent.find(({ _id }) => stateOf(_id) === 'seen');
  const name = of(rampur, 'patient').find(({ _id }) => _id === seen?.patient)?.name;
  await open(
    boxes[1]?.folder ?? '',
    NOON,
    ({ patients }) => {
      const there = seen && patients.get(seen.patient);
      t.match(there, { name, visits: 1 }, 'the patient of BR1042 has a visit at BR0977, under the same id');
      return Promise.resolve();
    },
    'BR0977',
  );

  const ends = { seen: false, returned: false, cancelled: false } as Record<string, boolean>;
  const openAt = (referrals: RecordOf<'referral'>[], answers: Answering[], day: string) =>
    referrals.filter(({ _id, at }) => {
      const told = answers.filter((answer) => dayOf(answer.at) <= day);
      return dayOf(at) <= day && (ends[foldReferral(answersTo(told, _id)).state] ?? true);
    }).length;
  for (const { day, figures } of of(rampur, 'summary')) {
    const there = of(sakra, 'summary').find((summary) => summary.day === day)?.figures ?? {};
    const stillOpen = openAt(sent, [...replies, ...cancels], day);
    t.equal(figures['referral-open-out'] ?? 0, stillOpen, `sent, still open at the end of ${day}`);
    t.equal(there['referral-open-in'] ?? 0, stillOpen, 'and so says who received them');
  }
  t.ok(of(sakra, 'summary').some(({ figures }) => figures['referral-open-in']));
  await open(
    boxes[0]?.folder ?? '',
    NOON,
    async (facility) => {
      const book = referralBook(facility);
      await book.ready();
      t.equal(
        book.openSent().length,
        openAt(sent, [...replies, ...cancels], '20261121'),
        'as its page says today',
      );
    },
    'BR1042',
  );

  const stopping = AbortSignal.abort();
  const again = boxes.map((box) => ({ ...box, folder: `${box.folder}-again` }));
  await t.rejects(makeDemos(again, { host: '127.0.0.1', now: NOON, signal: stopping }), {
    name: 'AbortError',
  });
});

type Answering = RecordOf<'referral-reply'> | RecordOf<'referral-cancel'>;

function answersTo(said: Answering[], referral: string): ReferralAnswer[] {
  return said
    .filter((one) => one.referral === referral)
    .map((one) =>
      one.type === 'referral-cancel'
        ? cancelAnswer(one._id, one)
        : { reply: one._id, status: one.status, at: one.at, by: one.by },
    );
}
