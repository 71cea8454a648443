import t from 'tap';
import { sumSummaries } from '../../../records/summary/sum-summaries.js';
import type { ListedFacility } from '../../../records/listed-facility.js';
import { daysOf } from '../../../records/reports/report-period.js';
import { isExpectedOn } from '../../summaries/expected-from.js';
import { PlaceBook } from '../places/place-book.js';
import { expectedDays } from './expected-days.js';
import { silentFacilities } from './silent-facilities.js';
import { reportedOf } from './reported-of.js';

const WEEK = { from: '20261101', to: '20261107' };
const facility = (code: string, more: Partial<ListedFacility> = {}): ListedFacility => ({
  ...{ code, name: { en: code }, state: '10', district: '203', block: '1' },
  ...more,
});
const since = (first: string, last = '20261107') => ({ first, last });

t.test('a summary is expected from a facility’s first one on, while it is open', (t) => {
  const all = [
    facility('BR1'),
    facility('BR2'),
    facility('BR3'),
    facility('BR4', { status: 'closed', closedOn: '2026-11-03' }),
  ];
  const reported = new Map([
    ['BR1', since('20260101')],
    ['BR2', since('20261106')],
    ['BR4', since('20260101')],
  ]);
  t.equal(expectedDays(all, reported, WEEK), 7 + 2 + 0 + 2);
  t.equal(expectedDays(all, reported, { from: '20250101', to: '20250107' }), 0);
  t.end();
});

t.test('what is listed today is expected from today on, and changes no day before', (t) => {
  const old = facility('BR1');
  const reported = new Map([
    ['BR1', since('20260101')],
    ['BR3', since('20261103')],
    ['BR5', since('20261106')],
  ]);
  const listed = (code: string) => facility(code, { listedOn: '2026-11-05' });
  t.equal(expectedDays([old, listed('BR2')], reported, WEEK), 7 + 3);
  t.equal(expectedDays([listed('BR3')], reported, WEEK), 5, 'its first report was earlier');
  t.equal(expectedDays([listed('BR5')], reported, WEEK), 3, 'its first report was later');
  t.equal(expectedDays([listed('BR2')], reported, { from: '20261101', to: '20261104' }), 0);
  const sum = { ...sumSummaries([]), days: 1 };
  const all = [old, listed('BR2')];
  t.same(reportedOf(all, reported, sum, '20261104'), { of: 1, reported: 1, missing: 0, noBox: 0 });
  t.same(reportedOf(all, reported, sum, '20261105'), { of: 2, reported: 1, missing: 0, noBox: 1 });
  t.same(silentFacilities(all, reported, '20261104'), []);
  t.match(silentFacilities(all, reported, '20261105'), [{ facility: { code: 'BR2' }, last: null }]);
  t.end();
});

t.test('the days of a period that are expected are those that its days expect', (t) => {
  const all = [
    facility('BR1', { listedOn: '2026-11-03', status: 'closed', closedOn: '2026-11-06' }),
    facility('BR2', { listedOn: '2026-11-04' }),
    facility('BR3', { status: 'closed', closedOn: '2026-11-03' }),
    facility('BR4'),
  ];
  const reported = new Map([
    ['BR2', since('20261102')],
    ['BR3', since('20261001')],
  ]);
  const byDay = daysOf(WEEK).flatMap((day) => all.filter((one) => isExpectedOn(one, reported, day)));
  t.equal(expectedDays(all, reported, WEEK), byDay.length);
  t.equal(byDay.length, 3 + 6 + 2);
  t.end();
});

t.test('who is silent longest is named first, who never reported last, who is closed not at all', (t) => {
  const all = [
    facility('BR1'),
    facility('BR2'),
    facility('BR3'),
    facility('BR4', { status: 'closed' }),
    facility('BR5'),
  ];
  const reported = new Map([
    ['BR1', since('20260101', '20261106')],
    ['BR2', since('20260101', '20261101')],
    ['BR5', since('20260101', '20261107')],
  ]);
  t.match(silentFacilities(all, reported, '20261107'), [
    { facility: { code: 'BR2' }, days: 6 },
    { facility: { code: 'BR1' }, days: 1 },
    { facility: { code: 'BR3' }, last: null },
  ]);
  t.end();
});

t.test('places are found as the directory names them, facilities without a block in their district', (t) => {
  const { block: _, ...blockless } = facility('BR3', { districtName: 'Patna' });
  const book = new PlaceBook([
    facility('BR2', { blockName: 'Barh' }),
    facility('BR4', { blockNameHi: 'बाढ़' }),
    facility('BR1'),
    blockless,
  ]);
  const district = book.find({ state: '10', district: '203' });
  t.match(district, { name: { en: 'Patna' }, children: [{ name: { en: 'Barh', hi: 'बाढ़' } }] });
  t.same(
    district?.facilities.map(({ code }) => code),
    ['BR1', 'BR2', 'BR3', 'BR4'],
  );
  t.same(
    book.states().map(({ area }) => area),
    [{ state: '10' }],
  );
  t.equal(book.find({ state: '10', district: '204' }), null);
  t.equal(book.facility('BR2b')?.code, 'BR2', 'by a box that took over');
  t.end();
});
