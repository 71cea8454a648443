import t from 'tap';
import { barChart, niceCeiling } from './bar-chart.js';

t.test('bars stand on the ground and reach as high as their value, and a gap is no zero', (t) => {
  const value = (number: number | null) => ({ label: 'day', value: number, text: String(number) });
  const { bars, height, ticks } = barChart([value(300), value(0), value(null), value(150)]);
  t.same(
    ticks.map(({ text }) => text),
    ['300', '150', '0'],
  );
  t.same(
    bars.map((bar) => [bar.height, bar.missing]),
    [
      [height, false],
      [0, false],
      [0, true],
      [height / 2, false],
    ],
  );
  for (const bar of bars) t.equal(bar.y + bar.height, height);
  t.end();
});

t.test('an axis of counts has no half between one and nought', (t) => {
  const words = (values: (number | null)[]) =>
    barChart(values.map((value) => ({ label: 'day', value, text: String(value) }))).ticks.map(
      ({ text }) => text,
    );
  t.same(words([0, null, 1]), ['1', '0']);
  t.same(words([0, 0]), ['1', '0']);
  t.same(words([0.5, 1]), ['1', '0.5', '0']);
  t.same(words([7]), ['8', '4', '0']);
  t.end();
});

t.test('a target lies within the picture though no bar reaches it', (t) => {
  const chart = barChart([{ label: 'week', value: 40, text: '40' }], 90);
  t.equal(chart.target, 10);
  t.equal(barChart([]).target, null);
  const small = barChart([{ label: 'hour', value: 0.04, text: '0.04' }]);
  t.same(
    small.ticks.map(({ text }) => text),
    ['0.04', '0.02', '0'],
    'a scale of small values does not read 0, 0, 0',
  );
  const disk = barChart([{ label: 'hour', value: 4, text: '4 %' }], undefined, { upTo: 100 });
  t.equal(disk.bars[0]?.height, disk.height * 0.04, 'four percent of a scale of a hundred look like that');
  t.end();
});

t.test('an axis ends at a number that reads well', (t) => {
  for (const [value, nice] of [
    [0, 1],
    [1, 1],
    [7, 8],
    [99, 100],
    [101, 120],
    [2_300, 3_000],
    [0.3, 0.3],
  ] as const) {
    t.ok(Math.abs(niceCeiling(value) - nice) < 1e-9, String(value));
  }
  t.end();
});

t.test('the middle of an axis is told apart from its end, however small or large they are', (t) => {
  for (const [value, ...words] of [
    [0.09, '0.1', '0.05', '0'],
    [150_000, '1,60,000', '80,000', '0'],
  ] as const) {
    const { ticks } = barChart([{ label: 'day', value, text: String(value) }]);
    t.same(
      ticks.map(({ text }) => text),
      words,
    );
  }
  t.end();
});
