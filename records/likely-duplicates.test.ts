import t from 'tap';
import { patientId } from './ids.js';
import { nameLikeness } from './likely-duplicates.js';
import { PatientDirectory } from './patient-directory.js';
import type { Demographics } from './people.js';

const SUNITA: Demographics = {
  name: 'Sunita Devi',
  sex: 'female',
  birthDate: '1990',
  mobile: '9876543210',
  relative: { name: 'Rajesh Kumar', relation: 'husband' },
  village: 'Rampur',
};

const against = (...known: Demographics[]) => {
  const directory = new PatientDirectory('BR1042');
  known.forEach((person, i) =>
    directory.apply({
      ...person,
      _id: patientId('BR1042', i + 1),
      type: 'patient',
      n: i + 1,
      at: '2026-11-21T05:00:00.000Z',
      by: 'sunita',
      v: 1,
    }),
  );
  return directory;
};

t.test('the same woman in the other script, with a guessed age, is recognised', async (t) => {
  const directory = against(SUNITA);
  const found = directory.likelyDuplicates({
    name: 'सुनीता देवी',
    sex: 'female',
    birthDate: '1988',
    relative: { name: 'राजेश कुमार', relation: 'husband' },
    village: 'रामपुर',
  });
  t.equal(found.length, 1);
  t.same(found[0]?.why, ['name', 'relative', 'village', 'age']);
  t.ok(found[0]!.score > 0.9);
  t.equal(directory.size, 1, 'nothing is merged');
});

t.test('a family behind one mobile number is no set of duplicates', async (t) => {
  const { mobile, village, relative } = SUNITA;
  const family: Demographics[] = [
    {
      name: 'Anita Devi',
      sex: 'female',
      birthDate: '1991',
      mobile: mobile!,
      village: village!,
      relative: relative!,
    },
    { name: 'Rajesh Kumar', sex: 'male', birthDate: '1986', mobile: mobile!, village: village! },
    { name: 'Pinki Kumari', sex: 'female', birthDate: '2015', mobile: mobile!, village: village! },
  ];
  t.same(against(...family).likelyDuplicates(SUNITA), []);
});

t.test('a generic name alone says nothing, nor does one that fits another sex or age', async (t) => {
  t.same(against({ ...SUNITA, name: 'Meena Devi' }).likelyDuplicates(SUNITA), []);
  t.same(against({ name: 'Kiran Devi', sex: 'male' }).likelyDuplicates({ name: 'Kiran', sex: 'female' }), []);
  const old = against({ name: 'Sunita Devi', sex: 'female', birthDate: '1950', village: 'Rampur' });
  t.same(old.likelyDuplicates({ name: 'Sunita', sex: 'female', birthDate: '1990', village: 'Rampur' }), []);
});

t.test(
  'places that differ in a number only are not one place, in either script and either kind of digits',
  async (t) => {
    const sameVillage = (a: string, b: string): boolean => {
      const [found] = against({ ...SUNITA, village: a }).likelyDuplicates({ ...SUNITA, village: b });
      return found?.why.includes('village') ?? false;
    };
    const apart = [
      ...[
        ['Ward 5', 'Ward 6'],
        ['वार्ड 5', 'वार्ड 6'],
        ['वार्ड ५', 'Ward 6'],
        ['Ward 1', 'Ward 11'],
      ],
      ...[
        ['Rampur Tola 2', 'Rampur Tola 3'],
        ['रामपुर टोला २', 'रामपुर टोला ३'],
        ['Ward 5 Tola 2', 'Ward 6 Tola 2'],
      ],
    ] as [string, string][];
    for (const [a, b] of apart) t.notOk(sameVillage(a, b), `${a}, ${b}`);
    const one = [
      ...[
        ['Ward 5', 'वार्ड ५'],
        ['Ward 5', 'वार्ड 5'],
        ['Ward 05', 'Ward-5'],
        ['Rampur Tola 2', 'रामपुर टोला २'],
      ],
      ['Rampur Ward 5', 'Rampur Ward'],
    ] as [string, string][];
    for (const [a, b] of one) t.ok(sameVillage(a, b), `${a}, ${b}`);
  },
);

t.test('age tolerance is two years for the young and a tenth for the old', async (t) => {
  const why = (known: string, typed: string) =>
    against({ ...SUNITA, birthDate: known }).likelyDuplicates({ ...SUNITA, birthDate: typed })[0]?.why ?? [];
  t.ok(why('2016', '2018').includes('age'));
  t.notOk(why('2016', '2019').includes('age'));
  t.ok(why('1946', '1954').includes('age'));
  t.notOk(why('1946', '1955').includes('age'));
});

t.test('a woman registered under her father is found again under her husband', async (t) => {
  const before = {
    ...SUNITA,
    name: 'Sunita Kumari',
    relative: { name: 'Mohan Lal', relation: 'father' as const },
  };
  t.match(against(before).likelyDuplicates(SUNITA), [{ why: ['name', 'village', 'mobile', 'age'] }]);
});

t.test(
  'one ABHA number is always shown, even with another name: somebody may have handed over the wrong card',
  async (t) => {
    const abha = '42717586044553';
    const found = against({ name: 'Ram Lal', sex: 'male', abha }).likelyDuplicates({ ...SUNITA, abha });
    t.match(found, [{ why: ['abha'] }]);
  },
);

t.test('the likeliest comes first, and no more than asked for', async (t) => {
  const directory = against({ name: 'Sunita Devi', sex: 'female', village: 'Rampur' }, SUNITA, {
    name: 'Suneeta',
    sex: 'female',
    village: 'Rampur',
  });
  const found = directory.likelyDuplicates(SUNITA);
  t.equal(found[0]?.patient.id, patientId('BR1042', 2));
  t.equal(directory.likelyDuplicates(SUNITA, 1).length, 1);
});

t.test('empty and odd names are compared without harm', async (t) => {
  for (const name of ['', '🙏', '<b>', 'x'.repeat(10_000)]) {
    t.doesNotThrow(() => against(SUNITA).likelyDuplicates({ name, sex: 'unknown' }));
  }
  t.equal(nameLikeness('', 'Ram'), 0);
  t.ok(nameLikeness('Ram Kumar', 'रामकुमार') > 0.95);
  t.ok(nameLikeness('Sunita Devi', 'Sunita') > nameLikeness('Sunita Devi', 'Anita Devi'));
});
