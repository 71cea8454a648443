import t from 'tap';
import { readHours } from '../directory/read-hours.js';
import { judgeBox } from './judge-box.js';

/** Friday 27 November 2026, 10:00 in India */
const FRIDAY = Date.parse('2026-11-27T04:30:00Z');
const MINUTES = 60_000;
const DAYS = 24 * 60 * MINUTES;
const at = (ms: number) => new Date(ms).toISOString();
const kinds = (...args: Parameters<typeof judgeBox>) => judgeBox(...args).alerts.map(({ kind }) => kind);

t.test('a box that stops is late after minutes, then silent with an alert, and ok once heard', (t) => {
  const status = { lastContact: at(FRIDAY) };
  t.same(judgeBox(status, {}, FRIDAY + 11 * MINUTES), { level: 'ok', alerts: [] });
  t.same(judgeBox(status, {}, FRIDAY + 13 * MINUTES), { level: 'late', alerts: [] });
  t.same(judgeBox(status, {}, FRIDAY + 15 * MINUTES), {
    level: 'silent',
    alerts: [{ kind: 'silent', text: 'boxes.alert.silent', since: at(FRIDAY + 15 * MINUTES) }],
  });
  t.match(
    judgeBox(status, {}, FRIDAY + 4 * DAYS).alerts,
    [{ since: at(FRIDAY + 15 * MINUTES) }],
    'whoever looks late is told when it began',
  );
  t.equal(judgeBox({ lastContact: at(FRIDAY + DAYS) }, {}, FRIDAY + DAYS).level, 'ok');
  t.end();
});

t.test('silence on planned days does not alarm; it counts from the end of them', (t) => {
  const status = { lastContact: at(FRIDAY) };
  const planned = { offlineDays: ['2026-11-27', 'sat', 'sun'] };
  const monday = Date.parse('2026-11-29T18:30:00Z');
  for (const later of [FRIDAY + 2 * 60 * MINUTES, FRIDAY + DAYS, FRIDAY + 2 * DAYS, monday - 1])
    t.same(judgeBox(status, planned, later), { level: 'ok', alerts: [] }, at(later));
  t.equal(judgeBox(status, planned, monday + 14 * MINUTES).level, 'late');
  t.same(kinds(status, planned, monday + 16 * MINUTES), ['silent']);
  t.end();
});

t.test('planned days cover themselves alone: who was unheard for days before them is silent on them', (t) => {
  const planned = { offlineDays: ['sat', 'sun'] };
  const status = { lastContact: at(FRIDAY - 9 * DAYS) };
  t.same(kinds(status, planned, FRIDAY + DAYS), ['silent']);
  t.same(kinds(status, planned, FRIDAY + 4 * DAYS), ['silent'], 'and after them');
  t.same(kinds({ lastContact: at(FRIDAY - MINUTES) }, planned, FRIDAY + DAYS), []);
  t.end();
});

t.test('a box is expected in opening hours only, with a grace at both ends', (t) => {
  const hours = readHours('mon-sat 09:00-17:00') ?? [];
  const time = (day: string, hour: string) => Date.parse(`2026-11-${day}T${hour}:00+05:30`);
  const status = { lastContact: at(time('27', '16:25')), lastBackup: at(time('27', '13:00')) };
  const level = (day: string, hour: string) => judgeBox(status, { hours }, time(day, hour)).level;
  t.equal(level('27', '23:00'), 'ok', 'off for the night');
  t.equal(level('28', '09:29'), 'ok');
  t.equal(level('28', '09:38'), 'late', 'the clock goes on where it stopped');
  t.same(judgeBox(status, { hours }, time('28', '09:45')).alerts, [
    { kind: 'silent', text: 'boxes.alert.silent', since: at(time('28', '09:40')) },
  ]);
  t.same(kinds(status, { hours }, time('29', '12:00')), ['silent'], 'and the alarm stands through Sunday');
  const day = { lastContact: at(time('28', '16:25')), lastBackup: at(time('28', '13:00')) };
  t.same(kinds(day, { hours }, time('30', '09:00')), [], 'no backup is missed on a closed day');
  const waits = { ...day, waiting: 3, oldestWaiting: at(time('28', '10:00')) };
  t.same(kinds(waits, { hours }, time('28', '22:00')), [], 'nothing is stuck in a box that is off');
  const always = readHours('24x7') ?? [];
  t.same(kinds(status, { hours: always }, time('27', '16:41')), ['silent']);
  t.same(kinds(day, { hours, offlineDays: ['mon'] }, time('30', '12:00')), [], 'planned days stay');
  t.end();
});

t.test('each trouble that a box tells is an alert of its own; what it did not tell is none', (t) => {
  const heard = { lastContact: at(FRIDAY) };
  t.same(kinds({ ...heard, gaps: 2 }, {}, FRIDAY), ['gaps']);
  t.same(kinds({ ...heard, clockErrorS: -121 }, {}, FRIDAY), ['clock']);
  t.same(kinds({ ...heard, certificateEnds: at(FRIDAY + 13 * DAYS) }, {}, FRIDAY), ['certificate']);
  t.same(kinds({ ...heard, certificateEnds: at(FRIDAY + 15 * DAYS) }, {}, FRIDAY), []);
  t.same(kinds({ ...heard, lastBackup: at(FRIDAY - 2 * DAYS) }, {}, FRIDAY), ['backup']);
  t.same(kinds({ ...heard, lastBackup: at(FRIDAY), backupTrouble: 'backup-no-place' }, {}, FRIDAY), [
    'backup',
  ]);
  t.equal(
    judgeBox({ ...heard, clockErrorS: -1_860 }, {}, FRIDAY).level,
    'look',
    'well is one without an alert',
  );
  t.equal(judgeBox({ ...heard, diskFreeMb: 9, diskTotalMb: 100 }, {}, FRIDAY).level, 'broken');
  t.equal(judgeBox({ ...heard, storeTrouble: 'disk-full' }, {}, FRIDAY).level, 'broken');
  t.same(judgeBox({}, {}, FRIDAY), { level: 'late', alerts: [] });
  t.end();
});

t.test(
  'a record that waits for hours while the line carries others is stuck; in silence it only waits',
  (t) => {
    const held = { lastContact: at(FRIDAY), waiting: 1, oldestWaiting: at(FRIDAY - DAYS / 2) };
    t.same(kinds(held, {}, FRIDAY), ['stuck']);
    t.same(kinds({ ...held, oldestWaiting: at(FRIDAY - 60 * MINUTES) }, {}, FRIDAY), []);
    t.same(kinds({ ...held, waiting: 0 }, {}, FRIDAY), []);
    t.same(kinds(held, {}, FRIDAY + 20 * MINUTES), ['silent']);
    t.end();
  },
);

t.test('a battery alarms while it feeds the box and is low', (t) => {
  const fed = { lastContact: at(FRIDAY), onBattery: true, batteryPercent: 29 };
  t.same(kinds(fed, {}, FRIDAY), ['battery']);
  t.same(kinds({ ...fed, batteryPercent: 80 }, {}, FRIDAY), []);
  t.same(kinds({ ...fed, onBattery: false }, {}, FRIDAY), []);
  t.end();
});

t.test('a box that goes by stick alone has weeks; one that had a line is silent while the line is', (t) => {
  const byStick = { lastContact: at(FRIDAY), contactBy: 'stick' as const };
  t.same(judgeBox(byStick, {}, FRIDAY + 7 * DAYS), { level: 'ok', alerts: [] });
  t.same(kinds(byStick, {}, FRIDAY + 16 * DAYS), ['silent']);
  t.same(kinds({ ...byStick, lineContact: at(FRIDAY - DAYS) }, {}, FRIDAY), ['silent']);
  t.end();
});
