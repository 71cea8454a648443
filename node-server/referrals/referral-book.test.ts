import t from 'tap';
import type { ReferralState } from '../../records/care.js';
import { patientId, type VisitId } from '../../records/ids.js';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import { referralBook, ReferralBook } from './referral-book.js';

let centre: StationCentre;
let book: ReferralBook;
t.beforeEach(async () => {
  centre = await openStationCentre(() => []);
  book = referralBook(centre.facility);
});
t.afterEach(() => centre.stop());

async function send(to?: string, supersedes?: string): Promise<string> {
  return centre.facility.append({ by: 'dr.verma' }, (draft) => {
    const patient = draft.patient({ name: 'सीता', sex: 'female' })._id;
    const visit: VisitId = draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
    const fields = {
      patient,
      facility: 'CHC',
      reason: 'x',
      ...(to && { to }),
      ...(supersedes && { supersedes }),
    };
    return draft.part(visit, 'referral', fields)._id;
  });
}

/** As the router copies it: the receiver's n-th record. */
async function tell(referral: string, n: number, status: ReferralState, from = 'BR0977'): Promise<void> {
  const reply = `referral:${from}:${n}`;
  const at = new Date(Date.UTC(2026, 10, 21, 5, n)).toISOString();
  await centre.facility.databases.inbox.put({
    ...{
      _id: `referral-reply:${reply}`,
      type: 'referral-reply',
      reply,
      referral,
      from,
      status,
      at,
      by: 'ravi',
    },
  } as object);
  await book.ready();
}

t.test('answers count in the order of their time, and only those of whom it was sent to', async (t) => {
  const id = await send('BR0977');
  t.match(book.sentProgress(id), { state: 'waiting', open: true });
  await tell(id, 7, 'arrived');
  await tell(id, 5, 'received');
  await tell(id, 9, 'returned', 'BR0001');
  t.match(book.sentProgress(id), { state: 'arrived', open: true });
  t.equal(book.openSent().length, 1);
  await tell(id, 8, 'seen', 'BR0977b');
  t.match(
    book.sentProgress(id),
    { state: 'seen', open: false },
    'the box that took over there speaks for it',
  );
  t.same(book.openSent(), []);
});

t.test(
  'one on paper is never open; one that reached nobody is, until another stands in its place',
  async (t) => {
    t.match(book.sentProgress(await send()), { state: 'paper', open: false });
    const id = await send('BR0977');
    await centre.facility.databases.inbox.put({
      ...{ _id: `referral-undelivered:${id}`, type: 'referral-undelivered', referral: id, why: 'closed' },
      at: '2026-11-21T05:00:00.000Z',
    } as object);
    await book.ready();
    t.match(book.sentProgress(id), { state: 'undelivered', why: 'closed', open: true });
    const next = await send('BR0978', id);
    t.match(book.sentProgress(id), { state: 'superseded', open: false });
    t.match(
      book.openSent().map(({ id }) => id),
      [next],
    );
    t.equal(book.sentProgress('visit:BR0977:20261121-001:referral:1'), null);
  },
);

t.test('what came is new until somebody answers; nobody can answer what has ended', async (t) => {
  const came = (n: number): string => `visit:BR0977:20261120-00${n}:referral:1`;
  for (const n of [1, 2]) {
    await centre.facility.databases.inbox.put({
      ...{ _id: `referral:${came(n)}`, type: 'referral-in', referral: came(n), from: { code: 'BR0977' } },
      ...{ patient: patientId('BR0977', n), at: '2026-11-20T05:00:00.000Z', by: 'ravi', reason: 'x' },
      urgent: n === 2,
    } as object);
  }
  await centre.facility.databases.inbox.put({ _id: 'referral:odd', type: 'referral-in' } as object);
  await book.ready();
  t.same(book.unanswered(), { count: 2, urgent: 1 });
  await centre.facility.append({ by: 'dr.verma' }, (draft) => {
    draft.referralReply({ referral: came(1), patient: patientId('BR0977', 1), status: 'accepted' });
    draft.referralReply({ referral: came(2), patient: patientId('BR0977', 2), status: 'returned' });
  });
  t.same(book.unanswered(), { count: 0, urgent: 0 });
  t.match(
    book.openReceived().map(({ id }) => id),
    [came(1)],
  );
});

t.test('an answer is new until somebody here has read it, and then the next one is', async (t) => {
  const id = await send('BR0977');
  await tell(id, 1, 'received');
  t.same(book.newlyAnswered(), [], 'that the box has it nobody has said');
  await tell(id, 2, 'accepted');
  t.match(book.newlyAnswered(), [{ id }]);
  await book.readAnswer(id, 'dr.verma');
  t.same(book.newlyAnswered(), []);
  await tell(id, 3, 'returned');
  t.match(book.newlyAnswered(), [{ id }], 'also of one that has ended');
  await book.readAnswer(id, 'dr.verma');
  const anew = new ReferralBook(centre.facility);
  await anew.ready();
  t.same(anew.newlyAnswered(), [], 'what was read stays read');
});
