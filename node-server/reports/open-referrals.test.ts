import t from 'tap';
import { patientId } from '../../records/ids.js';
import type { ReportTable } from '../../records/report.js';
import { openStationCentre } from '../../tests/station-centre.js';
import { openLocale } from '../../templates/locale.js';
import { loadReports } from '../../templates/report-definitions.js';
import { referralBook } from '../referrals/referral-book.js';
import { buildReport } from './build-report.js';

const DAY_MS = 86_400_000;

t.test('the day’s summary says how many referrals wait for a word, and since when', async (t) => {
  const centre = await openStationCentre(() => []);
  t.teardown(() => centre.stop());
  const { facility, clock } = centre;
  const { inbox } = facility.databases;
  const send = (to: string, urgent: boolean): Promise<string> =>
    facility.append({ by: 'dr.verma' }, (draft) => {
      const patient = draft.patient({ name: 'सीता', sex: 'female' })._id;
      const visit = draft.visit({ patient, kind: 'new', station: 'doctor' })._id;
      const fields = { patient, facility: to, to, reason: 'x', ...(urgent && { urgent }) };
      return draft.part(visit, 'referral', fields)._id;
    });
  const answered = await send('BR0977', false);
  await send('BR0977', true);
  clock.now += 2 * DAY_MS;
  await send('BR0977', false);
  const lost = await send('BR0001', false);
  const reply = 'referral:BR0977:5';
  await inbox.bulkDocs([
    {
      ...{ _id: `referral-reply:${reply}`, type: 'referral-reply', reply, referral: answered },
      ...{ from: 'BR0977', status: 'accepted', at: '2026-11-21T04:40:00.000Z', by: 'ravi' },
    },
    {
      ...{ _id: `referral-undelivered:${lost}`, type: 'referral-undelivered', referral: lost },
      ...{ why: 'closed', at: '2026-11-23T05:00:00.000Z' },
    },
    {
      ...{
        _id: 'referral:visit:BR0977:20261120-001:referral:1',
        type: 'referral-in',
        by: 'ravi',
        reason: 'x',
      },
      ...{ referral: 'visit:BR0977:20261120-001:referral:1', from: { code: 'BR0977' } },
      ...{ patient: patientId('BR0977', 1), at: '2026-11-20T05:00:00.000Z', urgent: true },
    },
  ] as object[]);
  await referralBook(facility).ready();
  const deps = { facility, definitions: () => loadReports(), locale: openLocale() };
  for (const [language, title, day] of [
    ['en', 'Open referrals (now)', '21 Nov 2026'],
    ['hi', 'खुले रेफ़रल (अभी)', '21 नव॰ 2026'],
  ] as const) {
    const report = await buildReport('daily-summary', '', deps, language);
    const table = report.sections.find((one) => 'title' in one && one.title === title) as ReportTable;
    t.match(
      table.rows.map(({ cells }) => cells),
      [
        { count: 2, urgent: 1, oldest: day },
        { count: 1, urgent: 0 },
        { count: 1, urgent: 1 },
      ],
    );
  }
});
