import t from 'tap';
import { openLocale } from '../templates/locale.js';
import type { BoxRow } from '../central/monitor/box-row.js';
import { boxTable } from './box-lines.js';

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
