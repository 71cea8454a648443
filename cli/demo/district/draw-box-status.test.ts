import t from 'tap';
import { judgeBox } from '../../../central/monitor/judge-box.js';
import { drawBoxDay } from './draw-box-day.js';
import { drawBoxStatus } from './draw-box-status.js';
import { readDemoDirectory, readDistrictPlan, traitsOf } from './read-district.js';

const NOW = Date.parse('2026-11-27T05:30:00Z');

const plan = readDistrictPlan();
const judged = readDemoDirectory().map((facility) => {
  const status = drawBoxStatus(facility.code, traitsOf(plan, facility.code), NOW, '1.2.3');
  return { code: facility.code, status, ...judgeBox(status, facility, NOW) };
});

t.test('the monitor has something of each kind to show, and most boxes are well', (t) => {
  const levels = new Set(judged.map(({ level }) => level));
  t.same([...levels].sort(), ['broken', 'late', 'look', 'ok', 'silent']);
  const alerts = new Set(judged.flatMap((box) => box.alerts.map(({ kind }) => kind)));
  t.same([...alerts].sort(), ['backup', 'battery', 'clock', 'disk', 'silent', 'stuck']);
  t.ok(judged.filter((box) => box.level === 'ok' && box.alerts.length === 0).length > 25);
  t.ok(judged.every(({ status }) => status.demo));
  t.end();
});

t.test('the hours of its day go up to its last contact', (t) => {
  const hours = (code: string, day: string): string[] => {
    const box = judged.find((one) => one.code === code);
    return Object.keys((box && drawBoxDay(box.status, day))?.samples ?? {}).sort();
  };
  t.same(hours('BR1052', '20261126').length, 24);
  t.match(hours('BR1052', '20261127').at(-1), /^1[01]$/, 'eleven in India');
  t.same(hours('BR2024', '20261126'), [], 'nothing of one that has been silent for twelve days');
  t.end();
});
