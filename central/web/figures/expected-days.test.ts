import t from 'tap';
import type { ListedFacility } from '../../../records/listed-facility.js';
import { PlaceBook } from '../places/place-book.js';
import { expectedDays } from './expected-days.js';
import { silentFacilities } from './silent-facilities.js';

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
