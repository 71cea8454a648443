import t from 'tap';
import { openLocale } from '../templates/locale.js';
import type { FacilityDocument } from '../central/directory/facility-document.js';
import type { BoxRow } from '../central/monitor/box-row.js';
import { refusalError } from '../sync/enrolment/refusal-error.js';
import { formatDay } from '../templates/format-day.js';
import { boxLines, boxTable } from './box-lines.js';
import { facilityLines } from './facility-lines.js';

t.test('on a terminal a long name loses its kind before the place', (t) => {
  const row: BoxRow = {
    box: 'BR1044',
    name: { en: 'Health and Wellness Centre Chhatwara Uttar', hi: 'आयुष्मान आरोग्य मंदिर छतवारा' },
    ...{ place: null, placeNames: [], status: {}, level: 'ok', plannedOff: false, offlineDays: [] },
    ...{ alerts: [], demo: false },
  };
  const telling = { say: openLocale().in('en'), language: 'en', now: 0 } as const;
  t.match(boxTable([row], telling, true)[1], /BR1044 +HWC Chhatwara Uttar {2}/);
  t.match(boxTable([row], telling, false)[1], /Health and Wellness Centre Chhatwara Uttar {2}/);
  t.end();
});

t.test('a box without a recovery key is told of in the words of its page', (t) => {
  const row: BoxRow = {
    ...{ box: 'BR1044', name: { en: 'PHC Mau', hi: 'पीएचसी मऊ' }, place: null, placeNames: [] },
    ...{ status: { backupTrouble: 'backup-no-key' }, level: 'look', plannedOff: false, offlineDays: [] },
    ...{ alerts: [{ box: 'BR1044', kind: 'backup' }], demo: false },
  };
  const say = openLocale().in('en');
  const telling = { say, language: 'en', now: 0 } as const;
  const lines = [...boxTable([row], telling, false), ...boxLines(row, telling)].join('\n');
  t.match(lines, say('boxes.alert.backup-no-key'));
  t.match(lines, say('boxes.todo.backup-no-key'));
  t.notMatch(lines, say('boxes.alert.backup'));
  t.end();
});

t.test('what happened soon after midnight in India stands under that day, not under yesterday’s', (t) => {
  const at = '2026-11-28T19:03:00.000Z';
  t.equal(formatDay('en', at), '29 Nov 2026');
  t.match(refusalError({ error: 'box-revoked', at, reason: 'stolen' }), { params: { day: '2026-11-29' } });
  const facility: FacilityDocument = {
    ...{
      _id: 'facility:BR1101',
      type: 'facility',
      v: 1,
      code: 'BR1101',
      name: { en: 'PHC Mau' },
      kind: 'PHC',
    },
    ...{ ownership: 'government', state: '10', district: '208', services: [], status: 'open' },
  };
  const say = openLocale().in('en');
  for (const enrolment of [
    { at, expires: at },
    { at, expires: at, usedAt: at },
    { at, expires: at, revoked: { at, reason: 'stolen' } },
  ]) {
    t.match(facilityLines({ facility, enrolment }, say).at(-1), /2026-11-29/);
  }
  t.end();
});
