import t from 'tap';
import { loadReference } from '../templates/reference.js';
import type { LabResultRecord } from './care.js';
import { recentResult } from './repeat-test.js';

const { labTests } = loadReference();

function result(test: string, at: string, serial = 1, more: Partial<LabResultRecord> = {}): LabResultRecord {
  const visit = 'visit:BR1042:20261121-042';
  return {
    _id: `${visit}:lab-result:${serial}`,
    type: 'lab-result',
    n: serial,
    at,
    by: 'lab',
    v: 1,
    patient: 'patient:BR1042-000001-X',
    order: `${visit}:lab-order:1`,
    test,
    value: 6.1,
    flag: 'normal',
    ...more,
  };
}

function recent(test: string, results: LabResultRecord[], today = '20261121') {
  const found = labTests.get(test);
  if (!found) throw new Error(test);
  return recentResult(found, results, today);
}

t.test('a result within the test’s window is shown, with its age', (t) => {
  t.match(recent('HBA1C', [result('HBA1C', '2026-09-01T05:00:00.000Z')]), { daysAgo: 81 });
  t.match(recent('HBA1C', [result('HBA1C', '2026-08-29T05:00:00.000Z')]), { daysAgo: 84 }, 'the last day');
  t.equal(recent('HBA1C', [result('HBA1C', '2026-08-28T05:00:00.000Z')]), null);
  t.match(recent('RBS', [result('RBS', '2026-11-21T04:00:00.000Z')]), { daysAgo: 0 });
  t.end();
});

t.test('days are Indian days', (t) => {
  t.match(
    recent('RBS', [result('RBS', '2026-11-20T19:00:00.000Z')]),
    { daysAgo: 0 },
    'half past midnight in India',
  );
  t.end();
});

t.test('the newest counts, a corrected one does not, another test does not', (t) => {
  const results = [
    result('HB', '2026-11-10T05:00:00.000Z', 1),
    result('HB', '2026-11-18T05:00:00.000Z', 2),
    result('FBS', '2026-11-20T05:00:00.000Z', 3),
  ];
  t.match(recent('HB', results), { daysAgo: 3 });
  const corrects = results[1]?._id ?? '';
  const corrected = [...results, result('HB', '2026-11-19T05:00:00.000Z', 4, { corrects })];
  t.match(recent('HB', corrected), { daysAgo: 2, result: { n: 4 } });
  t.equal(recent('HB', []), null);
  t.end();
});

t.test('tests that are made over and over are never asked about', (t) => {
  t.equal(recent('CBG', [result('CBG', '2026-11-21T05:00:00.000Z')]), null);
  t.end();
});
