import t from 'tap';
import { judgeBox } from '../../../central/monitor/judge-box.js';
import { addDays, dayOf } from '../../../records/day.js';
import { readDemoReasons } from '../demo-data.js';
import { drawSummary } from './draw-summary.js';
import { drawBoxDay } from './draw-box-day.js';
import { drawBoxStatus } from './draw-box-status.js';
import { readDemoDirectory, readDistrictPlan, traitsOf } from './read-district.js';

const NOW = Date.parse('2026-11-27T05:30:00Z');

const plan = readDistrictPlan();
const judged = readDemoDirectory().map((facility) => {
  const traits = traitsOf(plan, facility.code);
  const status = drawBoxStatus(facility.code, traits, { now: NOW, version: '1.2.3' });
  return { code: facility.code, traits, status, ...judgeBox(status, facility, NOW) };
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

t.test('what is not well was well until its alert began', (t) => {
  const today = dayOf(NOW);
  const boxes = judged.filter(({ traits }) => ['disk', 'battery', 'clock'].includes(traits.box));
  const later = boxes.map(({ code, traits, status: told }) => ({
    traits,
    status: drawBoxStatus(code, traits, { now: NOW + 86_400_000, version: '1.2.3', told }),
  }));
  t.same(new Set(boxes.map(({ traits }) => traits.box)).size, 3);
  for (const { traits, status } of [...boxes, ...later]) {
    const days = [addDays(today, -1), today, addDays(today, 1)];
    const samples = days.flatMap((day) =>
      Object.values(drawBoxDay(status, { traits, day, today: addDays(today, 1) })?.samples ?? {}),
    );
    for (const sample of samples.filter(({ at }) => Date.parse(at) < NOW)) {
      const then = { ...status, ...sample, lastContact: sample.at, lineContact: sample.at };
      const kinds = judgeBox(then, {}, Date.parse(sample.at)).alerts.map(({ kind }) => kind);
      t.notOk(kinds.includes(traits.box as 'disk'), `${status.box} ${sample.at}`);
    }
  }
  t.end();
});

t.test('the hours of its day go up to its last contact', (t) => {
  const hours = (code: string, day: string): string[] => {
    const box = judged.find((one) => one.code === code);
    const told = box && drawBoxDay(box.status, { traits: box.traits, day, today: dayOf(NOW) });
    return Object.keys(told?.samples ?? {}).sort();
  };
  t.same(hours('BR1052', '20261126').length, 24);
  t.match(hours('BR1052', '20261127').at(-1), /^1[01]$/, 'eleven in India');
  t.same(hours('BR2024', '20261126'), [], 'nothing of one that has been silent for twelve days');
  t.end();
});

t.test('a box that is silent stands still, and one that is stuck has been so since the same moment', (t) => {
  const later = { now: NOW + 3 * 86_400_000, version: '1.2.3' };
  const again = (code: string) => {
    const box = judged.find((one) => one.code === code)!;
    return { before: box.status, after: drawBoxStatus(code, box.traits, { ...later, told: box.status }) };
  };
  const silent = again('BR1064');
  t.same(silent.after, silent.before);
  const stuck = again('BR2043');
  t.not(stuck.after.lastContact, stuck.before.lastContact);
  t.equal(stuck.after.oldestWaiting, stuck.before.oldestWaiting);
  t.equal(stuck.after.confirmedN, stuck.before.confirmedN);
  t.end();
});

t.test('who reported a day was heard on it, and whose records do not come reports nothing', (t) => {
  const today = dayOf(NOW);
  const district = { plan, reasons: readDemoReasons(), today };
  const days = Array.from({ length: 30 }, (_, back) => addDays(today, -1 - back));
  const unheard = readDemoDirectory().flatMap((facility) => {
    const { status, traits } = judged.find(({ code }) => code === facility.code)!;
    return days
      .filter((day) => drawSummary(district, facility, day) && !drawBoxDay(status, { traits, day, today }))
      .map((day) => `${facility.code} ${day}`);
  });
  t.same(unheard, []);
  const stuck = readDemoDirectory().find(({ code }) => code === 'BR2043')!;
  t.equal(drawSummary(district, stuck, addDays(today, -1)), null);
  t.end();
});
