import t from 'tap';
import { addDays } from '../../../records/day.js';
import type { ListedFacility } from '../../../records/listed-facility.js';
import { summaryAsSum, sumSummaries } from '../../../records/summary/sum-summaries.js';
import { openLocale } from '../../../templates/locale.js';
import { reportFile } from '../../../templates/print/report-file.js';
import { boxRow } from '../../monitor/box-row.js';
import { watchFigureBook } from '../figures/figure-book.js';
import { childrenOf } from '../figures/read-children.js';
import { trendRule } from '../figures/kpi-view.js';
import { PlaceBook } from '../places/place-book.js';
import { packReport } from './pack-report.js';
import { packWeek } from './pack-week.js';
import type { PackFigures } from './read-pack.js';

const DISTRICTS = 38;
const WEEK = packWeek('2026-W47', '20261126');
const NOW = Date.parse('2026-11-27T05:00:00Z');
const locale = openLocale();
const watched = watchFigureBook();
t.teardown(() => watched.close());

/** A state of so many facilities, none of which has reported for days, and whose boxes all need help. */
function troubledState(count: number): { figures: PackFigures; places: PlaceBook } {
  const facilities = Array.from({ length: count }, (_, index): ListedFacility => {
    const district = index % DISTRICTS;
    return {
      code: `BR${String(index).padStart(5, '0')}`,
      ...{ name: { en: `PHC ${index}` }, kind: 'PHC', ownership: 'government', status: 'open' },
      ...{
        state: '10',
        district: `${200 + district}`,
        stateName: 'Bihar',
        districtName: `District ${district}`,
      },
    };
  });
  const places = new PlaceBook(facilities);
  const place = places.find({ state: '10' });
  if (!place) throw new Error('The state has no facilities.');
  const sum = (seen: number) =>
    summaryAsSum({ figures: { opd: 400, seen, vitals: 390 - seen / 10, rx: 300, 'rx-full': seen / 2 } });
  const status = { lastContact: '2026-11-01T05:00:00.000Z' };
  const area = { state: '10', district: '200' };
  const all = sumSummaries(Array.from({ length: DISTRICTS }, (_, index) => sum(100 + index)));
  const days = Array.from({ length: 35 }, (_, back) => ({ day: addDays(WEEK.to, back - 34), sum: all }));
  const figures: PackFigures = {
    ...{ place, week: WEEK, total: all, expected: count * 7, days, stock: null, boxesAt: NOW },
    weeks: [28, 21, 14, 7, 0].map((back) => ({
      period: { from: addDays(WEEK.from, -back), to: addDays(WEEK.to, -back) },
      ...{ sum: all, end: all },
    })),
    reported: new Map(facilities.map(({ code }) => [code, { first: '20261001', last: '20261110' }])),
    kinds: { now: new Map([['PHC', all]]), before: new Map([['PHC', all]]) },
    rising: place.children.map((child) => ({ place: child, now: all, before: all })),
    places: childrenOf(place, 'child', WEEK.from).map((child, index) => ({
      ...{ child, sum: sum(100 + index), expected: child.facilities.length * 7 },
    })),
    boxes: facilities.map(({ code }) => ({
      ...boxRow({ box: code, status, facility: null, alerts: [] }, NOW),
      place: area,
    })),
  };
  return { figures, places };
}

for (const language of ['en', 'hi'] as const) {
  t.test(
    `the pack of a state with 12,000 silent facilities is no longer than others: ${language}`,
    async (t) => {
      const { figures, places } = troubledState(12_000);
      const telling = { t: locale.in(language), language, book: watched.current() };
      const report = packReport(telling, figures, places);
      t.ok(report.notes.includes(trendRule(telling)), 'from which step on a trend is said');
      const { listed, ranked, ends } = telling.book.pack;
      for (const section of report.sections) {
        if (section.kind !== 'table') continue;
        const most = section.rows.some(({ heading }) => heading)
          ? ranked.length * (2 * ends + 3)
          : listed + 1;
        t.ok(section.rows.length <= Math.max(most, 25), `${section.title} has ${section.rows.length} rows`);
      }
      const print = { language, printedBy: 'anita.dho', printedAt: new Date(NOW).toISOString() };
      const { pages } = await reportFile(report, 'pdf', print);
      t.ok(pages >= 3 && pages <= 6, `${pages} pages`);
    },
  );
}

t.test('of many places the best and the last are named, and how many stand between', (t) => {
  const { figures, places } = troubledState(38);
  const telling = { t: locale.in('en'), language: 'en' as const, book: watched.current() };
  const ranking = packReport(telling, figures, places).sections.find(
    (section) => section.kind === 'table' && section.columns[0]?.key === 'place',
  );
  const rows = ranking?.kind === 'table' ? ranking.rows.map(({ cells }) => cells['place']) : [];
  const from = rows.indexOf('Visits seen by a doctor, %') + 1;
  const nameOf = (index: number): string => figures.places[index]?.child.place?.name.en ?? '';
  t.same(rows.slice(from, from + 7), [
    ...[37, 36, 35].map((index, at) => `${at + 1}. ${nameOf(index)}`),
    '… 32 between',
    ...[2, 1, 0].map((index, at) => `${at + 36}. ${nameOf(index)}`),
  ]);
  t.end();
});
