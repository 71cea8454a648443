import fc from 'fast-check';
import t from 'tap';
import { loadReports } from '../../templates/report-definitions.js';
import { ScriptedLedger, WORKFLOW } from '../fixtures/scripted-ledger.js';
import { checkFigures } from './check-figures.js';
import { FigureFold } from './figure-fold.js';
import type { Counted, CountRule, FigureRule } from './figure-rule.js';
import { icdMatcher } from './icd-matcher.js';
import { recordedVisits, withPerson } from './visit-facts.js';

const PERIOD = { from: '20261101', to: '20261130' };

function count(
  ledger: ScriptedLedger,
  rules: Record<string, FigureRule>,
  period = PERIOD,
  traced: string[] = [],
) {
  const fold = new FigureFold(new Map(Object.entries(rules)), period, traced);
  const girl = { name: 'A', sex: 'female', birthDate: '2020' } as const;
  for (const visit of recordedVisits(ledger.records)) fold.take(withPerson(visit, girl, WORKFLOW.people));
  return { figures: fold.figures(), records: fold.records() };
}

t.test('records, visits, patients and units are counted as the rule says', (t) => {
  const ledger = new ScriptedLedger();
  for (const quantity of [2, 3]) {
    const visit = ledger.visit('doctor', { patient: 'patient:BR1042-000001-X' });
    const lines = [1, 2].map((line) => ({ line, drug: 'ors-sachet', batch: 'A', quantity }));
    ledger.part(visit, 'dispense', 'dispense', { prescription: 'x', lines });
  }
  const rule = (of: 'records' | 'visits' | 'patients' | 'units'): FigureRule => ({ count: 'dispensed', of });
  const { figures } = count(ledger, {
    records: rule('records'),
    visits: rule('visits'),
    patients: rule('patients'),
    units: rule('units'),
    sum: { sum: ['visits', 'patients'] },
  });
  t.same(Object.fromEntries(figures), { records: 4, visits: 2, patients: 1, units: 10, sum: 3 });
  t.end();
});

t.test('what else stands in the visit decides where the rule asks for it', (t) => {
  const ledger = new ScriptedLedger();
  for (const code of ['A09', 'A09', 'J00']) {
    const visit = ledger.visit();
    ledger.part(visit, 'diagnosis', 'diagnosis', { code, text: { hi: 'क', en: 'k' } });
    if (ledger.records.length < 3)
      ledger.part(visit, 'dispense', 'dispense', {
        prescription: 'x',
        lines: [{ line: 1, drug: 'ors-sachet', batch: 'A', quantity: 1 }],
      });
  }
  const diarrhoea: CountRule = { count: 'diagnosis', where: { icd10: ['A09'] } };
  const ors: Counted = { count: 'dispensed', where: { drug: ['ors-sachet'] } };
  const { figures, records } = count(
    ledger,
    {
      all: diarrhoea,
      treated: { ...diarrhoea, with: [ors] },
      untreated: { ...diarrhoea, without: [ors] },
      both: { sum: ['treated', 'untreated'] },
    },
    PERIOD,
    ['both'],
  );
  t.same(Object.fromEntries(figures), { all: 2, treated: 1, untreated: 1, both: 2 });
  t.equal(records.length, 2, 'a sum is traced to the records of its parts');
  t.end();
});

t.test('a visit counts once where any of several things says so', (t) => {
  const ledger = new ScriptedLedger();
  const come = (parts: { complaint?: string; code?: string; temperatureC?: number }): void => {
    const visit = ledger.visit();
    const { complaint, code, temperatureC } = parts;
    if (temperatureC !== undefined) ledger.part(visit, 'vitals', 'vitals', { temperatureC });
    if (complaint) ledger.part(visit, 'consultation', 'consultation', { complaints: [{ text: complaint }] });
    if (code) ledger.part(visit, 'diagnosis', 'diagnosis', { code, text: { hi: 'क', en: 'k' } });
  };
  const fever: FigureRule | null | undefined = loadReports()
    .get('daily-summary')
    ?.sections.flatMap((section) => (section.show === 'counts' ? section.rows : []))
    .find(({ code }) => code === 'fever-any')?.rule;
  const table: [parts: Parameters<typeof come>[0], counts: number][] = [
    [{ temperatureC: 38 }, 1],
    [{ temperatureC: 37.9 }, 0],
    [{ complaint: 'बुखार' }, 1],
    [{ complaint: 'FEVER ' }, 1],
    [{ complaint: 'खांसी', code: 'R50.9' }, 1],
    [{ complaint: 'बुखार', code: 'B54', temperatureC: 39.4 }, 1],
    [{ complaint: 'बुखार नहीं', code: 'J06.9', temperatureC: 37 }, 0],
  ];
  let all = 0;
  for (const [parts, counts] of table) {
    come(parts);
    all += counts;
    const { figures } = count(ledger, fever ? { fever } : {});
    t.equal(figures.get('fever'), all, JSON.stringify(parts));
  }
  t.end();
});

t.test('a sum of itself, or of what is not recorded, is unknown and not 0', (t) => {
  const { figures } = count(new ScriptedLedger(), {
    visits: { count: 'visit' },
    ring: { sum: ['ring', 'visits'] },
    gap: { sum: ['visits', 'nowhere'] },
  });
  t.same(Object.fromEntries(figures), { visits: 0, ring: null, gap: null });
  t.end();
});

t.test('what happened outside the period does not count, wherever its visit began', (t) => {
  const ledger = new ScriptedLedger().clock('09:00', '20261030');
  const visit = ledger.visit();
  ledger.part(visit, 'admission', 'admission', { action: 'admit' });
  ledger.clock('11:00', '20261103');
  ledger.part(visit, 'admission', 'admission', { action: 'discharge', outcome: 'recovered' });
  const { figures } = count(ledger, {
    visits: { count: 'visit' },
    in: { count: 'admission' },
    out: { count: 'discharge', where: { value: ['recovered'] } },
  });
  t.same(Object.fromEntries(figures), { visits: 0, in: 0, out: 1 });
  t.end();
});

t.test('night is from eight to eight', (t) => {
  const ledger = new ScriptedLedger();
  for (const time of ['07:59', '08:00', '19:59', '20:00']) ledger.clock(time).visit();
  const { figures } = count(ledger, {
    day: { count: 'visit', where: { time: 'day' } },
    night: { count: 'visit', where: { time: 'night' } },
  });
  t.same(Object.fromEntries(figures), { day: 2, night: 2 });
  t.end();
});

t.test('age bands without a gap share everybody out', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer({ min: 1906, max: 2026 })), { maxLength: 30 }),
      fc.integer({ min: 1, max: 100 }),
      (years, limit) => {
        const ledger = new ScriptedLedger();
        for (const _ of years) ledger.visit();
        const rules: Record<string, FigureRule> = {
          young: { count: 'visit', where: { age: { below: `${limit}y` } } },
          old: { count: 'visit', where: { age: { from: `${limit * 12}m` } } },
          unknown: { count: 'visit', where: { age: { unknown: true } } },
        };
        const fold = new FigureFold(new Map(Object.entries(rules)), PERIOD);
        for (const [index, visit] of recordedVisits(ledger.records).entries()) {
          const year = years[index];
          fold.take(
            withPerson(
              visit,
              { name: 'A', sex: 'male', ...(year ? { birthDate: String(year) } : {}) },
              WORKFLOW.people,
            ),
          );
        }
        const figures = [...fold.figures().values()];
        return figures.reduce((sum: number, value) => sum + (value ?? 0), 0) === years.length;
      },
    ),
  );
  t.end();
});

t.test('ICD-10 ranges take their categories and nothing beside them', (t) => {
  const fits = icdMatcher(['A09', 'A03.9', 'B50-B54', 'J10-J11']);
  t.same(['A09', 'A09.0', 'A03.9', 'B50', 'B50.9', 'B54', 'B54.9', 'J11.1'].filter(fits).length, 8);
  t.same(['A03', 'A03.0', 'A08', 'A10', 'B49.9', 'B55', 'B55.0', 'J12', ''].filter(fits), []);
  t.end();
});

t.test('a check that compares what is not recorded is neither right nor wrong', (t) => {
  const figures = new Map<string, number | null>([
    ['a', 3],
    ['b', 4],
    ['c', null],
  ]);
  const check = (left: string[], is: '<=' | '=', right: string[]) =>
    checkFigures({ left, is, right }, figures).ok;
  t.equal(check(['a'], '<=', ['b']), true);
  t.equal(check(['b'], '<=', ['a']), false);
  t.equal(check(['a', 'b'], '=', ['b', 'a']), true);
  t.equal(check(['a'], '=', ['b']), false);
  t.equal(check(['c'], '<=', ['b']), null);
  t.equal(check(['a'], '<=', ['missing']), null);
  t.end();
});
