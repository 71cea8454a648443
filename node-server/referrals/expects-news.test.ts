import t from 'tap';
import { openStationCentre, type StationCentre } from '../../tests/station-centre.js';
import { expectsNews } from './expects-news.js';
import { referralBook } from './referral-book.js';

const MINUTE = 60_000;
/** 21:00 in India */
const EVENING = Date.parse('2026-11-21T15:30:00Z');

let centre: StationCentre;
t.beforeEach(async () => {
  centre = await openStationCentre(() => []);
});
t.afterEach(() => centre.stop());

async function send(urgent: boolean): Promise<string> {
  return centre.facility.append({ by: 'dr.verma' }, (draft) => {
    const patient = draft.patient({ name: 'सीता', sex: 'female' })._id;
    const visit = draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
    const where = { facility: 'CHC Sakra', to: 'BR0977', reason: 'x' };
    return draft.part(visit, 'referral', { patient, ...where, ...(urgent && { urgent }) })._id;
  });
}

async function accept(referral: string): Promise<void> {
  const reply = 'referral:BR0977:5';
  await centre.facility.databases.inbox.put({
    ...{ _id: `referral-reply:${reply}`, type: 'referral-reply', reply, referral, from: 'BR0977' },
    ...{ status: 'accepted', at: '2026-11-21T04:40:00.000Z', by: 'ravi' },
  } as object);
  await referralBook(centre.facility).ready();
}

t.test('an urgent referral is listened for until its answer has come; an ordinary one is not', async (t) => {
  const { facility, clock } = centre;
  await referralBook(facility).ready();
  t.notOk(expectsNews(facility), 'a health centre with nothing under way');
  await send(false);
  t.notOk(expectsNews(facility));
  const id = await send(true);
  t.ok(expectsNews(facility));
  await accept(id);
  t.ok(expectsNews(facility), 'more may follow what has just come');
  clock.now += 21 * MINUTE;
  t.notOk(expectsNews(facility));
});

t.test('one that nobody answers is listened for an hour', async (t) => {
  const { facility, clock } = centre;
  await send(true);
  clock.now += 59 * MINUTE;
  t.ok(expectsNews(facility));
  clock.now += 2 * MINUTE;
  t.notOk(expectsNews(facility));
});

t.test('a house to which patients are referred listens while it is open', async (t) => {
  const { facility, clock } = centre;
  await facility.append({ by: 'mohan' }, (draft) => {
    draft.facility({ name: { hi: 'सामुदायिक स्वास्थ्य केंद्र सकरा', en: 'CHC Sakra' }, level: 'CHC' });
  });
  t.ok(expectsNews(facility));
  clock.now = EVENING;
  t.notOk(expectsNews(facility));
});
