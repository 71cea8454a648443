import fc from 'fast-check';
import t from 'tap';
import { news2, type News2Input, type News2Parameter } from './news2.js';

const ADULT = { ageDays: 40 * 365 };
const NORMAL: Required<News2Input> = {
  respiratoryRate: 16,
  spo2: 98,
  oxygen: false,
  scale2: false,
  systolic: 120,
  pulse: 72,
  consciousness: 'alert',
  temperatureC: 37,
};

/** Every cell of the chart by its first and last value, and one step beyond the outer ones. */
const CHART: [News2Parameter, News2Input, number][] = [
  ...cells('respiratoryRate', [
    [1, 3],
    [8, 3],
    [9, 1],
    [11, 1],
    [12, 0],
    [20, 0],
    [21, 2],
    [24, 2],
    [25, 3],
    [60, 3],
  ]),
  ...cells('spo2', [
    [50, 3],
    [91, 3],
    [92, 2],
    [93, 2],
    [94, 1],
    [95, 1],
    [96, 0],
    [100, 0],
  ]),
  ...cells(
    'spo2',
    [
      [70, 3],
      [83, 3],
      [84, 2],
      [85, 2],
      [86, 1],
      [87, 1],
      [88, 0],
      [92, 0],
      [93, 0],
      [97, 0],
      [100, 0],
    ],
    {
      scale2: true,
    },
  ),
  ...cells(
    'spo2',
    [
      [83, 3],
      [84, 2],
      [85, 2],
      [86, 1],
      [87, 1],
      [88, 0],
      [92, 0],
      [93, 1],
      [94, 1],
      [95, 2],
      [96, 2],
      [97, 3],
      [100, 3],
    ],
    {
      scale2: true,
      oxygen: true,
    },
  ),
  ...cells('systolic', [
    [60, 3],
    [90, 3],
    [91, 2],
    [100, 2],
    [101, 1],
    [110, 1],
    [111, 0],
    [219, 0],
    [220, 3],
    [260, 3],
  ]),
  ...cells('pulse', [
    [30, 3],
    [40, 3],
    [41, 1],
    [50, 1],
    [51, 0],
    [90, 0],
    [91, 1],
    [110, 1],
    [111, 2],
    [130, 2],
    [131, 3],
    [200, 3],
  ]),
  ...cells('temperatureC', [
    [33, 3],
    [35, 3],
    [35.1, 1],
    [36, 1],
    [36.1, 0],
    [38, 0],
    [38.1, 1],
    [39, 1],
    [39.1, 2],
    [41, 2],
  ]),
  ['oxygen', { oxygen: false }, 0],
  ['oxygen', { oxygen: true }, 2],
  ['consciousness', { consciousness: 'alert' }, 0],
  ['consciousness', { consciousness: 'confusion' }, 3],
  ['consciousness', { consciousness: 'voice' }, 3],
  ['consciousness', { consciousness: 'pain' }, 3],
  ['consciousness', { consciousness: 'unresponsive' }, 3],
];

function cells(parameter: News2Parameter, points: [number, number][], also: News2Input = {}) {
  return points.map(([value, score]): [News2Parameter, News2Input, number] => [
    parameter,
    { ...also, [parameter]: value },
    score,
  ]);
}

t.test('each cell of the chart gives its points', (t) => {
  for (const [parameter, input, points] of CHART) {
    const result = news2({ ...NORMAL, ...input }, ADULT);
    t.equal(result.outcome, 'score');
    if (result.outcome !== 'score') continue;
    t.equal(result.parts[parameter], points, `${parameter} ${JSON.stringify(input)}`);
    const others = Object.values(result.parts).reduce((sum, one) => sum + one, 0) - result.parts[parameter];
    t.equal(result.total, points + others);
  }
  t.end();
});

t.test('a healthy adult scores 0, the worst patient 20', (t) => {
  t.match(news2(NORMAL, ADULT), { total: 0, risk: 'low' });
  const worst: News2Input = {
    respiratoryRate: 30,
    spo2: 80,
    oxygen: true,
    systolic: 70,
    pulse: 150,
    consciousness: 'pain',
    temperatureC: 34,
  };
  t.match(news2(worst, ADULT), { total: 20, risk: 'high' });
  t.end();
});

t.test('the risk follows the total, and a single 3 is told apart', (t) => {
  const risk = (input: News2Input) => {
    const result = news2({ ...NORMAL, ...input }, ADULT);
    return result.outcome === 'score' ? [result.total, result.risk] : [];
  };
  t.same(risk({ pulse: 120, spo2: 92 }), [4, 'low']);
  t.same(risk({ pulse: 135 }), [3, 'low-medium']);
  t.same(risk({ pulse: 120, spo2: 92, temperatureC: 38.5 }), [5, 'medium']);
  t.same(risk({ pulse: 120, spo2: 92, oxygen: true, temperatureC: 38.5 }), [7, 'high']);
  t.end();
});

t.test('values between two cells are rounded as the chart reads', (t) => {
  t.match(news2({ ...NORMAL, temperatureC: 36.04 }, ADULT), { parts: { temperatureC: 1 } });
  t.match(news2({ ...NORMAL, temperatureC: 36.06 }, ADULT), { parts: { temperatureC: 0 } });
  t.end();
});

t.test('a missing parameter makes the score incomplete, never zero', (t) => {
  const parameters = [
    'respiratoryRate',
    'spo2',
    'oxygen',
    'systolic',
    'pulse',
    'consciousness',
    'temperatureC',
  ] as const;
  fc.assert(
    fc.property(fc.subarray([...parameters], { minLength: 1 }), (missing) => {
      const input: News2Input = { ...NORMAL };
      for (const parameter of missing) delete input[parameter];
      const result = news2(input, ADULT);
      return result.outcome === 'incomplete' && missing.every((one) => result.missing.includes(one));
    }),
  );
  t.same(news2({ pulse: 135 }, ADULT), {
    outcome: 'incomplete',
    missing: ['respiratoryRate', 'spo2', 'oxygen', 'systolic', 'consciousness', 'temperatureC'],
    atLeast: 3,
  });
  t.end();
});

t.test('scale 2 above 92 % cannot be scored without knowing of the oxygen', (t) => {
  const rest: News2Input = { ...NORMAL };
  delete rest.oxygen;
  t.match(news2({ ...rest, scale2: true, spo2: 95 }, ADULT), { missing: ['spo2', 'oxygen'] });
  t.match(news2({ ...rest, scale2: true, spo2: 90 }, ADULT), { missing: ['oxygen'] });
  t.end();
});

t.test('it is for adults who are not pregnant', (t) => {
  t.same(news2(NORMAL, { ageDays: 5843 }), { outcome: 'not-applicable', why: 'age' });
  t.match(news2(NORMAL, { ageDays: 5844 }), { outcome: 'score' });
  t.match(news2(NORMAL, { ageDays: null }), { outcome: 'score' });
  t.same(news2(NORMAL, { ...ADULT, pregnant: true }), { outcome: 'not-applicable', why: 'pregnancy' });
  t.end();
});
