import t from 'tap';
import type { Demographics } from '../people.js';
import { compareParticulars } from './compare-particulars.js';
import { NameShares } from './name-shares.js';

const HER: Demographics = {
  name: 'Sunita Devi',
  sex: 'female',
  birthDate: '1990-03-04',
  mobile: '9876543210',
  relative: { name: 'Rajesh Kumar', relation: 'husband' },
  village: 'Rampur',
};
/** Sunita is a frequent name of 10 000 people, Ruksar a rare one. */
const SHARES = NameShares.of(10_000, [
  ['name:sunita', 400],
  ['name:ruksar', 2],
  ['village:rampur', 60],
]);

const compare = (a: Partial<Demographics>, b: Partial<Demographics>) =>
  compareParticulars({ ...HER, ...a }, { ...HER, ...b }, { shares: SHARES, year: 2026 });

t.test('birth dates that are not the same never agree: how far they lie apart is told', async (t) => {
  const born = (a: Partial<Demographics>, b: Partial<Demographics>) => compare(a, b).particulars.birthDate;
  const told = { birthDate: '2012', birthDateEstimated: true };
  const child = born(told, { birthDate: '2015-01-20' });
  t.match(child, { apart: { n: 3, unit: 'years', rounded: true } });
  t.not(child.likeness, 'agrees');
  t.match(born({ birthDate: '2015-01-20' }, { birthDate: '2015-05-28' }), {
    apart: { n: 4, unit: 'months', rounded: false },
  });
  t.match(born({ birthDate: '2015-01-20' }, { birthDate: '2015-01-23' }), { apart: { n: 3, unit: 'days' } });
  t.match(born({ birthDate: '1990-03-04' }, { birthDate: '1993-03-03' }), { apart: { n: 2, unit: 'years' } });
  t.same(born({}, {}), { likeness: 'agrees', weight: 'stronglyFor' });
  t.match(born({ birthDate: '1990' }, {}), { likeness: 'agrees' });
});

t.test('a rare name speaks louder than a frequent one, and the words say why', async (t) => {
  const [rare, common] = ['Ruksar', 'Sunita'].map((name) => compare({ name }, { name, birthDate: '1996' }));
  t.match(rare?.particulars.name, { likeness: 'agrees', because: 'rare' });
  t.match(common?.particulars.name, { likeness: 'agrees', because: 'common' });
  t.ok((rare?.probability ?? 0) > (common?.probability ?? 1));
});

t.test('what a household shares says little, though it is the same', async (t) => {
  const { particulars, surety } = compare({}, { name: 'Pinki Devi', birthDate: '2004-02-11' });
  t.same(particulars.mobile, { likeness: 'agrees', weight: 'little', because: 'household' });
  t.match(particulars.name, { likeness: 'differs' });
  t.match(particulars.name.weight, /gainst/);
  t.equal(surety, 'hardly');
});

t.test(
  'a village that differs in a number only is another village, and speaks against one person',
  async (t) => {
    const villages = (a: string, b: string) => compare({ village: a }, { village: b }).particulars.village;
    for (const [a, b] of [
      ['Ward 5', 'Ward 6'],
      ['वार्ड ५', 'वार्ड ६'],
      ['वार्ड 5', 'Ward 6'],
      ['Rampur Tola 2', 'Rampur Tola 12'],
    ] as const) {
      t.match(villages(a, b), { likeness: 'differs' }, `${a}, ${b}`);
    }
    t.match(villages('Ward 5', 'वार्ड ५'), { likeness: 'agrees' });
    t.match(villages('Ward05', 'वार्ड ५'), { likeness: 'agrees' }, 'however the number is written');
    t.match(villages('Rampur Tola 2', 'रामपुर टोला 2'), { likeness: 'agrees' });
  },
);

t.test('a particular that one of the two does not say weighs nothing', async (t) => {
  const { mobile: _, ...without } = HER;
  const { particulars } = compareParticulars(without, HER, { shares: SHARES, year: 2026 });
  t.same(particulars.mobile, { likeness: 'unknown' });
  t.same(particulars.abha, { likeness: 'unknown' });
  t.match(compare({}, { sex: 'male' }).particulars.sex, { likeness: 'differs', weight: 'stronglyAgainst' });
});
