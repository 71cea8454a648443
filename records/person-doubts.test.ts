import t from 'tap';
import { WORKFLOW } from './fixtures/scripted-ledger.js';
import { ageContradicts, type AgeUnit } from './age-contradicts.js';
import type { Demographics, Priority } from './people.js';
import { personDoubts } from './person-doubts.js';

const AT = { today: '20261121', rules: WORKFLOW.people };
const RANI: Demographics = { name: 'रानी', sex: 'female' };
const husband = { relative: { name: 'मोहन', relation: 'husband' as const } };

const DOUBTS: [what: string, more: Partial<Demographics>, priority: Priority | undefined, code: string[]][] =
  [
    ['a pregnant woman of 24', { birthDate: '2002' }, 'pregnant', []],
    ['a pregnant woman whose age nobody knows', {}, 'pregnant', []],
    ['a pregnant girl of 10 and woman of 55', { birthDate: '2016-11' }, 'pregnant', []],
    ['a pregnant man', { birthDate: '2002', sex: 'male' }, 'pregnant', ['refuse pregnantMan']],
    [
      'a man who is pregnant by the register',
      { sex: 'male', category: 'pregnant' },
      undefined,
      ['refuse pregnantMan'],
    ],
    ['a pregnant child of 40 months', { birthDate: '2023-07' }, 'pregnant', ['ask pregnantAge']],
    ['a pregnant woman of 56', { birthDate: '1970-11' }, 'pregnant', ['ask pregnantAge']],
    ['somebody elderly of 60', { birthDate: '1966' }, 'elderly', []],
    ['somebody elderly of 40 months', { birthDate: '2023-07' }, 'elderly', ['ask elderlyAge']],
    ['a child with a husband', { birthDate: '2023', ...husband }, undefined, ['ask husbandAge']],
    ['a wife', { birthDate: '1992', ...husband }, 'emergency', []],
  ];

for (const [what, more, priority, codes] of DOUBTS) {
  void t.test(`${what}: ${codes.join(', ') || 'nobody asks'}`, (t) => {
    const doubts = personDoubts({ ...RANI, ...more }, priority, AT);
    t.same(
      doubts.map(({ kind, code }) => `${kind} ${code}`),
      codes,
    );
    t.end();
  });
}

const AGES: [told: string, unit: AgeUnit, birthDate: string, contradicts: boolean][] = [
  ['1986', 'years', '1986', false],
  ['1986', 'years', '1985-12-30', false],
  ['1986', 'years', '2015', true],
  ['1986', 'years', '1989-01-01', true],
  ['2023-07', 'months', '2023', false],
  ['2023-07', 'months', '2023-06-02', false],
  ['2023-07', 'months', '1986', true],
  ['2026-11-09', 'days', '2026-11-11', false],
  ['2026-11-09', 'days', '2026-10-01', true],
];

void t.test('an age and a birth date contradict each other where no rounding explains it', (t) => {
  for (const [told, unit, birthDate, contradicts] of AGES) {
    t.equal(ageContradicts(told, unit, birthDate, AT.today), contradicts, `${told} (${unit}), ${birthDate}`);
  }
  t.end();
});
