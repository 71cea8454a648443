import t from 'tap';
import type { FacilityError } from '../facility-error.js';
import { daysOf, isoWeek, readPeriod, type PeriodKind } from './report-period.js';

const TODAY = '20261121';

function read(kind: PeriodKind, typed: string): string {
  try {
    const { from, to } = readPeriod(kind, typed, TODAY);
    return `${from} ${to}`;
  } catch (error) {
    return (error as FacilityError).fields.map(({ field, code }) => `${field}: ${code}`).join();
  }
}

t.test('a period is typed as people write it, in Hindi digits too', (t) => {
  t.equal(read('day', '2026-11-20'), '20261120 20261120');
  t.equal(read('day', '20261120'), '20261120 20261120');
  t.equal(read('day', '२०२६-११-२०'), '20261120 20261120');
  t.equal(read('month', '2026-10'), '20261001 20261031');
  t.equal(read('month', '202602'), '20260201 20260228');
  t.equal(read('month', '2024-02'), '20240201 20240229');
  t.equal(read('week', '2026-W47'), '20261116 20261122');
  t.equal(read('week', '2026-11-22'), '20261116 20261122', 'any day of the week');
  t.equal(read('range', '2026-11-01..2026-11-21'), '20261101 20261121');
  t.equal(read('range', '2026-10'), '20261001 20261031');
  t.end();
});

t.test('of nothing typed it is today, or the last week or month that is over', (t) => {
  t.equal(read('day', ''), '20261121 20261121');
  t.equal(read('week', ' '), '20261109 20261115');
  t.equal(read('month', ''), '20261001 20261031');
  t.equal(read('range', ''), '20261023 20261121');
  t.end();
});

t.test('weeks run from Monday to Sunday and belong to the year of their Thursday', (t) => {
  t.same(isoWeek('20270103'), { year: 2026, week: 53 });
  t.same(isoWeek('20251229'), { year: 2026, week: 1 });
  t.same(isoWeek('20261121'), { year: 2026, week: 47 });
  t.equal(read('week', '2026-W01'), '20251229 20260104');
  t.equal(daysOf({ from: '20260226', to: '20260302' }).length, 5);
  t.end();
});

t.test('a wrong period is refused by its field, with an example', (t) => {
  for (const typed of ['2026-02-30', '2026-13-01', 'yesterday', '2026-11', '2026-11-21..2026-11-01'])
    t.equal(read('day', typed), 'period: period-invalid', typed);
  t.equal(read('range', '2026-11-21..2026-11-01'), 'period: period-reversed');
  t.equal(read('month', '2026-00'), 'period: period-invalid');
  t.equal(read('month', '2026-10-04'), 'period: period-invalid');
  t.equal(read('week', '2025-W53'), 'period: period-invalid', '2025 has 52 weeks');
  t.equal(read('week', '2026-W00'), 'period: period-invalid');
  t.equal(read('day', '2026-11-22'), 'period: period-future');
  t.equal(read('range', '2024-01-01..2026-01-01'), 'period: period-too-long');
  t.end();
});

t.test(
  'of today the centre knows nothing before it is over, and says that, not that it is to come',
  async (t) => {
    const read = (typed: string): unknown => {
      try {
        return readPeriod('day', typed, '20261121', '20261120').from;
      } catch (error) {
        return (error as FacilityError).fields[0]?.code;
      }
    };
    t.equal(read('2026-11-20'), '20261120');
    t.equal(read('2026-11-21'), 'period-running');
    t.equal(read('2026-11-22'), 'period-future');
  },
);
