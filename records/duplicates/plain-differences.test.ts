import t from 'tap';
import type { NumberOwner } from '../number-owner.js';
import { plainDifferences, type PlainDifference } from './plain-differences.js';

const SITA: NumberOwner = { name: 'सीता देवी', sex: 'female', birthDate: '1988', birthDateEstimated: true };

const CASES: [what: string, other: Partial<NumberOwner>, differs: PlainDifference[]][] = [
  ['the same words', {}, []],
  ['another script and spelling', { name: 'Seeta Devi' }, []],
  ['a second name that is left out', { name: 'सीता' }, []],
  ['an age that was told two years off', { birthDate: '1990' }, []],
  ['a sex that nobody said', { sex: 'unknown' }, []],
  ['a day of birth that was typed wrong', { birthDate: '1988-02-11', birthDateEstimated: false }, []],
  ['a sister-in-law', { name: 'गीता देवी', birthDate: '1989' }, ['name']],
  ['a daughter', { name: 'Rani Kumari', birthDate: '2012' }, ['name', 'age']],
  ['a husband', { name: 'मोहन यादव', sex: 'male' }, ['name', 'sex']],
];

for (const [what, other, differs] of CASES) {
  void t.test(`whose card it is, beside ${what}`, (t) => {
    const person = { ...SITA, ...other };
    t.same(plainDifferences(SITA, person, 2026), differs);
    t.same(plainDifferences(person, SITA, 2026), differs, 'the other way round');
    t.end();
  });
}

void t.test('what one of the two leaves out speaks against nothing', (t) => {
  const { birthDate: _, ...ageless } = SITA;
  t.same(plainDifferences(SITA, { ...ageless, sex: 'unknown' }, 2026), []);
  t.end();
});
