import t from 'tap';
import type { Kpi } from './kpi.js';
import { rankPlaces } from './rank-places.js';
import { summaryAsSum } from './sum-summaries.js';

const SEEN: Kpi = {
  ...{ code: 'seen', name: { hi: 'देखे', en: 'Seen' }, numerator: ['seen'], denominator: ['opd'] },
  ...{ per: 100, unit: 'percent', better: 'higher' },
};
const place = (name: string, seen: number, opd: number) => ({
  name,
  sum: summaryAsSum({ figures: { seen, opd } }),
});
const ranks = (kpi: Kpi, places: ReturnType<typeof place>[]) =>
  rankPlaces(kpi, places, 20).map(({ place: { name }, rank, isFew }) => [name, rank, isFew]);

const PLACES = [
  place('Barh', 60, 100),
  place('Maner', 90, 100),
  place('Mokama', 3, 3),
  place('Danapur', 45, 50),
  place('Masaurhi', 0, 0),
];

t.test('places stand from the best to the worst; equal values share a rank and the next is skipped', (t) => {
  t.same(ranks(SEEN, PLACES).slice(0, 3), [
    ['Maner', 1, false],
    ['Danapur', 1, false],
    ['Barh', 3, false],
  ]);
  const lower = ranks({ ...SEEN, better: 'lower' }, PLACES).slice(0, 3);
  t.same(
    lower.map(([name]) => name),
    ['Barh', 'Maner', 'Danapur'],
    'or from the lowest, where that is good',
  );
  t.end();
});

t.test('three of three are not the best of the district: few have no rank, and nothing has none', (t) => {
  t.same(ranks(SEEN, PLACES).slice(3), [
    ['Mokama', null, true],
    ['Masaurhi', null, false],
  ]);
  t.end();
});

t.test('a week has seven days, which are not few', (t) => {
  const footfall: Kpi = { ...SEEN, numerator: ['opd'], denominator: 'open-days', per: 1, unit: 'count' };
  t.same(ranks(footfall, [place('Barh', 0, 12)]), [['Barh', 1, false]]);
  t.end();
});

t.test('an indicator of which neither way is good ranks nobody', (t) => {
  t.same(
    ranks({ ...SEEN, better: null }, PLACES).map(([, rank]) => rank),
    [null, null, null, null, null],
  );
  t.end();
});
