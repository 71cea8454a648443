import t from 'tap';
import type { ListedFacility } from './listed-facility.js';
import { nearFacilities } from './near-facilities.js';

const SIZES = new Map([
  ['PHC', 3],
  ['CHC', 4],
  ['DH', 6],
]);

function facility(code: string, kind: string, more: Partial<ListedFacility> = {}): ListedFacility {
  return { code, name: { en: code }, kind, state: '10', district: '203', block: '1', ...more };
}

const OWN = facility('BR0001', 'PHC', { position: { lat: 26, lon: 85 } });

t.test('the own block comes first, then the district; in each the larger house, then the nearer', (t) => {
  const others = [
    facility('BR0009', 'DH', { district: '204' }),
    facility('BR0008', 'PHC', { block: '2' }),
    facility('BR0007', 'DH', { block: '2', position: { lat: 27, lon: 85 } }),
    facility('BR0006', 'DH', { block: '2', position: { lat: 26.1, lon: 85 } }),
    facility('BR0005', 'PHC'),
    facility('BR0004', 'CHC'),
  ];
  const near = nearFacilities(OWN, others, SIZES);
  t.same(
    near.map(({ facility: { code } }) => code),
    ['BR0004', 'BR0005', 'BR0006', 'BR0007', 'BR0008', 'BR0009'],
  );
  t.match(
    near.map(({ km }) => km),
    [null, null, 11, 111, null, null],
    'a tenth of a degree of latitude is 11 km',
  );
  t.end();
});

t.test('a facility that nobody has listed yet finds all by size', (t) => {
  const near = nearFacilities(null, [facility('BR0005', 'PHC'), facility('BR0007', 'DH')], SIZES);
  t.match(near, [
    { facility: { code: 'BR0007' }, area: 'elsewhere', km: null },
    { facility: { code: 'BR0005' }, area: 'elsewhere', km: null },
  ]);
  t.end();
});
