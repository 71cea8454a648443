import t from 'tap';
import { doubledPeople } from '../../bench/doubled-people.js';
import { patientId } from '../ids.js';
import type { Demographics } from '../people.js';
import { proposeDuplicates } from './propose-duplicates.js';

const SUNITA: Demographics = {
  name: 'Sunita Devi',
  sex: 'female',
  birthDate: '1990',
  mobile: '9876543210',
  relative: { name: 'Rajesh Kumar', relation: 'husband' },
  village: 'Rampur',
};

/** Strangers enough that a common name is known to be common. */
const STRANGERS = doubledPeople({ count: 3000, share: 0 }).patients;

const proposedWith = (...people: Demographics[]) => {
  const added = people.map((person, i) => ({ ...person, _id: patientId('BR9999', i + 1) }));
  const ids = new Set(added.map(({ _id }) => _id));
  return proposeDuplicates([...STRANGERS, ...added], 2026).filter(({ patients }) =>
    patients.every((id) => ids.has(id)),
  );
};

t.test('of people who were registered twice nearly all are proposed, and little else', async (t) => {
  const { patients, truth } = doubledPeople({ count: 6000, seed: 3 });
  const proposals = proposeDuplicates(patients, 2026);
  const right = proposals.filter(({ patients: [a, b] }) => truth.get(a) === b || truth.get(b) === a).length;
  t.ok(right / truth.size >= 0.95, `${right} of ${truth.size} found`);
  t.ok(right / proposals.length >= 0.9, `${right} of ${proposals.length} proposals are right`);
  t.equal(patients.length, 6000, 'nothing is merged');
});

t.test(
  'a name in the other script with a guessed age and a new mobile is proposed with reasons',
  async (t) => {
    const [found] = proposedWith(SUNITA, {
      name: 'सुनीता देवी',
      sex: 'female',
      birthDate: '1988',
      mobile: '7012345678',
      relative: { name: 'राजेश कुमार', relation: 'husband' },
      village: 'रामपुर',
    });
    t.same(found?.why, ['name', 'relative', 'village', 'age']);
    t.same(found?.patients, [patientId('BR9999', 1), patientId('BR9999', 2)], 'the smaller id first');
  },
);

t.test('a household behind one mobile is not proposed', async (t) => {
  const { mobile, village, relative } = SUNITA as Required<Demographics>;
  const family: Demographics[] = [
    SUNITA,
    { name: 'Anita Devi', sex: 'female', birthDate: '1991', mobile, village, relative },
    { name: 'Pinki Kumari', sex: 'female', birthDate: '2015', mobile, village, relative },
    { name: 'Rajesh Kumar', sex: 'male', birthDate: '1988', mobile, village },
  ];
  t.same(proposedWith(...family), []);
});

t.test('a common name in a common village alone is no proposal; the same ABHA number is one', async (t) => {
  const bare: Demographics = { name: 'Sunita Devi', sex: 'female', birthDate: '1990', village: 'Rampur' };
  t.same(proposedWith(bare, { ...bare, birthDate: '1991' }), []);
  const card = { abha: '91234567890123' };
  t.equal(proposedWith({ ...bare, ...card }, { ...bare, ...card, village: 'Haripur' }).length, 1);
});

t.test('what is odd or empty is compared without harm', async (t) => {
  const odd: Demographics[] = [
    { name: '', sex: 'unknown' },
    { name: '।।', sex: 'unknown', mobile: '9876543210' },
    { name: '😀', sex: 'other', village: ' ' },
    { name: 'Sunita', sex: 'female', birthDate: '2026-11-28' },
  ];
  t.same(
    proposedWith(...odd, ...odd).filter(({ probability }) => !(probability <= 1)),
    [],
  );
});
