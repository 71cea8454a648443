import t from 'tap';
import { sumSummaries, summaryAsSum } from '../../records/summary/sum-summaries.js';
import { waitHistogram } from '../../records/summary/wait-histogram.js';
import { openRouterCentre, summaryOf } from '../../tests/router-centre.js';
import { makeRouter } from '../router/start-router.js';
import { readArea, readAreaDays, readFacility, readSums } from './read-area.js';

t.setTimeout(120_000);

t.test('an area’s figures are the sums of its facilities’ days, by day and by child', async (t) => {
  const centre = await openRouterCentre(t, 4);
  const [a = '', b = '', c = '', elsewhere = ''] = centre.boxes;
  const blocks = [['1', a] as const, ['1', b] as const, ['2', c] as const];
  for (const [block, box] of blocks) await centre.list(box, { block });
  await centre.list(elsewhere, { district: '204' });
  const summary = (box: string, day: string, opd: number, waits: number[]) => ({
    ...summaryOf(box, day, 1, opd > 0 ? { opd } : {}),
    ...(waits.length > 0 && { waits: { doctor: waitHistogram(waits) } }),
  });
  await centre.write(a, [summary(a, '20261119', 5, [3, 40]), summary(a, '20261120', 0, [])]);
  await centre.write(b, [summary(b, '20261119', 7, [200])]);
  await centre.write(c, [summary(c, '20261120', 11, []), summary(c, '20261105', 99, [])]);
  await centre.write(elsewhere, [summary(elsewhere, '20261119', 1000, [])]);
  await makeRouter({
    couchUrl: centre.url,
    share: { worker: 1, of: 1 },
    now: Date.now,
    log: () => undefined,
  }).round();
  await centre.couch.settle();

  const { nano } = centre.couch;
  const period = { from: '20261118', to: '20261120' };
  const district = await readArea(nano, { state: '10', district: '203' }, period);
  t.match(district.total, { days: 4, open: 3, figures: { opd: 23 } });
  t.same(district.total.waits['doctor'], [3, 243, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  t.same(
    district.days.map(({ day, sum }) => [day, sum.days, sum.figures['opd'] ?? 0]),
    [
      ['20261118', 0, 0],
      ['20261119', 2, 12],
      ['20261120', 2, 11],
    ],
  );
  t.same(
    [...district.children].map(([block, sum]) => [block, sum.days, sum.figures['opd']]),
    [
      ['1', 3, 12],
      ['2', 1, 11],
    ],
  );
  const month = { from: '20261101', to: '20261120' };
  const inDistrict = { state: '10', district: '203' };
  const days = await readAreaDays(nano, inDistrict, month);
  t.same(
    days.filter(({ sum }) => sum.days > 0).map(({ day, sum }) => [day, sum.figures['opd']]),
    [
      ['20261105', 99],
      ['20261119', 12],
      ['20261120', 11],
    ],
  );
  t.equal(days.length, 20);
  const inBlocks = ['1', '2', '3'].map((block) => ({ ...inDistrict, block }));
  const sums = await readSums(nano, [inDistrict, ...inBlocks, { state: '10' }], month);
  t.same(
    sums.map((sum) => [sum.days, sum.open, sum.figures['opd'] ?? 0]),
    [
      [5, 4, 122],
      [3, 2, 12],
      [2, 2, 110],
      [0, 0, 0],
      [6, 5, 1122],
    ],
  );
  const quarter = await readArea(nano, { state: '10', district: '203', block: '1' }, month);
  t.same(
    [...quarter.children].map(([facility, sum]) => [facility, sum.figures['opd']]).sort(),
    [
      [a, 5],
      [b, 7],
    ].sort(),
  );
  const block = await readArea(nano, { state: '10', district: '203', block: '1' }, period);
  t.same([...block.children.keys()].sort(), [a, b].sort());
  const state = await readArea(nano, { state: '10' }, period);
  t.same([...state.children].map(([code, sum]) => [code, sum.figures['opd']]).sort(), [
    ['203', 23],
    ['204', 1000],
  ]);
  const its = await readFacility(nano, { state: '10', district: '203', block: '1', facility: a }, period);
  t.match(its, [
    { day: '20261119', sum: { days: 1, open: 1, figures: { opd: 5 } } },
    { day: '20261120', sum: { days: 1, open: 0, figures: {} } },
  ]);
  t.same(
    its[0]?.sum,
    summaryAsSum({ figures: { opd: 5 }, waits: { doctor: waitHistogram([3, 40]) } }),
    'the view says the same as the box would',
  );
  t.same(await readArea(nano, { state: '99' }, { from: '20261119', to: '20261119' }), {
    total: sumSummaries([]),
    days: [{ day: '20261119', sum: sumSummaries([]) }],
    children: new Map(),
  });
});

t.test('a summary that nobody can add up is told, and not shown as a figure', async (t) => {
  const centre = await openRouterCentre(t, 1);
  const body = { type: 'summary', day: '20261119', state: '77', district: '1', block: '2', facility: 'X' };
  await centre.couch.ask('PUT', '/summaries/20261119:X', { ...body, figures: { opd: 'many' } });
  const period = { from: '20261119', to: '20261119' };
  await t.rejects(readArea(centre.couch.nano, { state: '77' }, period), {
    code: 'centre-refused',
    message: /not_summed|builtin_reduce_error/,
  });
});

t.test('nothing can be read without leave, and a dead centre is named', async (t) => {
  const centre = await openRouterCentre(t, 1);
  const { default: nano } = await import('nano');
  const period = { from: '20261119', to: '20261119' };
  const stranger = new URL(centre.couch.url);
  stranger.username = stranger.password = '';
  await t.rejects(readArea(nano(stranger.href), { state: '10' }, period), { code: 'centre-refused' });
  await t.rejects(readArea(nano('http://127.0.0.1:9'), { state: '10' }, period), {
    code: 'centre-unreachable',
  });
});
