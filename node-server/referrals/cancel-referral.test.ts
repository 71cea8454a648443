import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { Facility } from '../facility.js';
import { isUrgent } from '../is-urgent.js';
import { cancelReferral } from './cancel-referral.js';
import { referralBook } from './referral-book.js';

const START = Date.parse('2026-11-21T04:30:00.000Z');

async function openBox(t: Test) {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-cancel-'));
  const open = () => Facility.open({ folder, box: 'BR1042', now: () => START });
  const running = { facility: await open() };
  t.teardown(async () => {
    await running.facility.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    running,
    restart: async () => {
      await running.facility.stop();
      running.facility = await open();
      await referralBook(running.facility).ready();
    },
  };
}

function send(facility: Facility, to?: string) {
  return facility.append({ by: 'dr.verma' }, (draft) => {
    const patient = draft.patient({ name: 'सीता', sex: 'female' })._id;
    const visit = draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
    return draft.part(visit, 'referral', { patient, facility: 'CHC', reason: 'x', ...(to && { to }) });
  });
}

t.test('what was taken back is so after a restart, is written once, and travels first', async (t) => {
  const box = await openBox(t);
  const referral = await send(box.running.facility, 'BR0977');
  const why = { reason: 'wrong-facility', note: 'no surgeon there' };
  await cancelReferral(box.running.facility, { by: 'dr.verma', seen: 0 }, referral, why);
  await box.restart();
  const { facility } = box.running;
  const book = referralBook(facility);
  t.match(book.sentProgress(referral._id), {
    ...{ state: 'cancelled', open: false },
    steps: [
      { status: 'cancelled', reason: { en: 'Wrong facility was chosen' }, feedback: 'no surgeon there' },
    ],
  });
  t.ok(book.isCancelled(referral._id));
  t.same(book.openSent(), []);
  t.same(book.newlyAnswered(), [], 'one’s own word is no news');
  const again = cancelReferral(facility, { by: 'dr.verma' }, referral, why);
  await t.rejects(again, { code: 'conflict', params: { outcome: 'answered-meanwhile' } });
  const records = await facility.loadVisit(referral._id.split(':').slice(0, 3).join(':'));
  const cancels = records.filter(({ type }) => type === 'referral-cancel');
  t.match(cancels, [{ _id: /:referral-cancel:1$/, to: 'BR0977', reason: 'wrong-facility' }]);
  t.ok(cancels.every((record) => isUrgent(record, facility.reference)));
});

t.test('one on paper, or for a reason that no list has, is not taken back', async (t) => {
  const { running } = await openBox(t);
  const paper = await send(running.facility);
  const refused = { code: 'conflict' };
  await t.rejects(cancelReferral(running.facility, { by: 'dr.verma' }, paper, { reason: 'died' }), refused);
  const referral = await send(running.facility, 'BR0977');
  const unknown = cancelReferral(running.facility, { by: 'dr.verma' }, referral, { reason: 'tired' });
  await t.rejects(unknown, { code: 'bad-input', fields: [{ field: 'reason' }] });
});

t.test('one that reached nobody is taken back like any other', async (t) => {
  const { running } = await openBox(t);
  const { facility } = running;
  const referral = await send(facility, 'BR0001');
  await facility.databases.inbox.put({
    ...{ _id: `referral-undelivered:${referral._id}`, type: 'referral-undelivered', referral: referral._id },
    ...{ why: 'closed', at: '2026-11-21T05:00:00.000Z' },
  } as object);
  await referralBook(facility).ready();
  t.match(referralBook(facility).openSent(), [{ id: referral._id }]);
  await cancelReferral(facility, { by: 'dr.verma', seen: 0 }, referral, { reason: 'died' });
  t.match(referralBook(facility).sentProgress(referral._id), { state: 'cancelled', open: false });
  t.same(referralBook(facility).openSent(), []);
});
