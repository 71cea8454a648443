import t from 'tap';
import { dayOf, type Day } from '../../records/day.js';
import { parseVisitId, summaryId, visitOf } from '../../records/ids.js';
import type { LedgerRecord, RecordOf, RecordType } from '../../records/ledger-record.js';
import { validateRecord } from '../../records/record-schemas.js';
import { daysOf } from '../../records/reports/report-period.js';
import { impossibleCounts } from '../../records/summary/impossible-counts.js';
import type { SummaryRecord } from '../../records/summary.js';
import { kpiValue, type KpiValue } from '../../records/summary/kpi.js';
import { sumSummaries, summaryAsSum, type SummarySum } from '../../records/summary/sum-summaries.js';
import { WAIT_BOUNDS } from '../../records/summary/wait-histogram.js';
import { encodeBundle } from '../../sync/bundle.js';
import { loadKpis } from '../../templates/kpis.js';
import { summaryDefinition } from '../../templates/summary-definition.js';
import { makeKnownMonth } from '../reports/fixtures/known-month.js';
import { countDay } from './count-day.js';

// Each indicator against a count from the raw records that shares no code with the figures.
const month = await makeKnownMonth(20_261_007, 15);
t.teardown(() => month.close());
t.setTimeout(180_000);

const DAYS = daysOf({ from: '20261001', to: '20261031' });
const definition = summaryDefinition(month.deps.definitions());
const { groups } = loadKpis(definition.figures);
const ledger = await readLedger();

t.test('each indicator of a month equals a count from its raw records', async (t) => {
  const sums: SummarySum[] = [];
  for (const day of DAYS) {
    const counted = await countDay(month.deps, day, false);
    t.same(impossibleCounts(counted, definition.checks), [], day);
    sums.push(summaryAsSum(counted));
  }
  const sum = sumSummaries(sums);
  t.equal(sum.days, 31);
  const truths = DAYS.map((day) => truthOf(day));
  const expected = (code: string): number => truths.reduce((all, truth) => all + (truth[code] ?? 0), 0);
  for (const kpi of groups.flatMap((group) => group.kpis)) {
    const { value, numerator, denominator } = kpiValue(kpi, sum);
    // The store of days long past is known to nobody: see summaries.test.ts.
    if (['in-stock', 'near-expiry'].includes(kpi.code)) t.equal(value, null, kpi.code);
    else if ('median' in kpi) checkMedian(kpi.median, value);
    else {
      t.equal(numerator, expected(`${kpi.code}:of`), `${kpi.code}: numerator`);
      t.equal(denominator, expected(`${kpi.code}:all`), `${kpi.code}: denominator`);
      t.ok(denominator > 0, `${kpi.code}: there was something to count`);
    }
  }

  function checkMedian(what: string, value: KpiValue['value']): void {
    const waits = DAYS.flatMap((day) => reached(day, what)).sort((a, b) => a - b);
    if (waits.length === 0) return void t.equal(value, null, what);
    const median = waits[Math.ceil(waits.length / 2) - 1] ?? NaN;
    const bin = (minutes: number): number => WAIT_BOUNDS.filter((bound) => bound <= minutes).length;
    t.ok(value !== null && value >= (WAIT_BOUNDS[bin(median) - 1] ?? 0), `${what}: ${value} is not below`);
    t.ok(value !== null && value <= (WAIT_BOUNDS[bin(median)] ?? Infinity), `${what}: ${value} is not above`);
  }
});

t.test('the summary of a day travels in a few hundred bytes', async (t) => {
  const counted = await countDay(month.deps, '20261020', true);
  const drugs = [...month.facility.reference.drugs.keys()];
  const stock = {
    out: drugs.slice(0, 15),
    expiring: drugs.slice(20, 25).map((item) => ({ item, units: 130, expiry: '2027-01' })),
  };
  const record: SummaryRecord = {
    ...{ _id: summaryId('BR1042', '20261020', 1), type: 'summary' as const, day: '20261020', n: 61_234 },
    ...{ at: '2026-10-20T18:30:05.123Z', by: 'nadi', v: 1, ...counted, stock },
  };
  t.ok(Object.keys(counted.figures).length > 30);
  t.same(validateRecord(record), record);
  const { length } = await encodeBundle([record]);
  t.ok(length < 600, `${length} bytes`);
});

type Visit = { id: string; day: Day; records: LedgerRecord[]; born: number | null; pregnant: boolean };

/** Numerators (`code:of`) and denominators (`code:all`) of one day, counted by hand. */
function truthOf(day: Day): Record<string, number> {
  const visits = ledger.filter((visit) => visit.day === day);
  const all = (type: RecordType) =>
    ledger.flatMap(({ records }) => records.filter((one) => one.type === type));
  const today = ({ at }: LedgerRecord) => dayOf(at) === day;
  const people = (list: Visit[]) =>
    new Set(list.map(({ records }) => (records[0] as RecordOf<'visit'>).patient)).size;
  const seen = visits.filter((visit) => has(visit, 'consultation'));
  const over30 = visits.filter(({ born }) => born !== null && 2026 - born >= 30);
  const anc = visits.filter(({ pregnant }) => pregnant);
  const measured = (field: 'systolic' | 'glucose') => (visit: Visit) =>
    list(visit, 'vitals').some((vitals) => vitals[field] !== undefined);
  const orders = (all('lab-order') as RecordOf<'lab-order'>[]).filter(today);
  const ordered = orders.flatMap(({ _id, tests }) => tests.map((test) => ({ order: _id, test })));
  const firstResults = (all('lab-result') as RecordOf<'lab-result'>[]).filter(({ corrects }) => !corrects);
  const scripts = all('prescription') as RecordOf<'prescription'>[];
  const inForce = scripts
    .filter(({ _id }) => !scripts.some(({ supersedes }) => supersedes === _id))
    .filter(today);
  const dispensed = all('dispense') as RecordOf<'dispense'>[];
  const isFull = ({ _id, lines }: RecordOf<'prescription'>) =>
    lines.every(({ line, quantity }) => {
      const given = dispensed.filter(({ prescription }) => prescription === _id).flatMap((one) => one.lines);
      return given.filter((one) => one.line === line).reduce((sum, one) => sum + one.quantity, 0) >= quantity;
    });
  const isNone = ({ _id }: RecordOf<'prescription'>) =>
    !dispensed.some(({ prescription }) => prescription === _id);
  const ill = (fits: (code: string) => boolean) =>
    ledger.filter((visit) =>
      standing(visit).some(({ at, code }) => dayOf(at) === day && code !== undefined && fits(code)),
    );
  const fever = ill((code) => /^(R50|A01|A90|A91|A97|B5[0-4])/.test(code));
  const urti = ill((code) => /^J0[0-6]/.test(code));
  const runs = ill((code) => /^(A09|A03)/.test(code)).filter(({ born }) => born !== null && 2026 - born < 5);
  const diagnoses = ledger.flatMap(standing).filter(today);
  const counts: Record<string, [of: number, all: number]> = {
    footfall: [visits.length, visits.length > 0 ? 1 : 0],
    vitals: [visits.filter((visit) => has(visit, 'vitals')).length, visits.length],
    seen: [seen.length, visits.length],
    referred: [all('referral').filter(today).length, visits.length],
    'same-day': [
      ordered.filter(({ order, test }) =>
        firstResults.some((result) => result.order === order && result.test === test && today(result)),
      ).length,
      ordered.length,
    ],
    'rx-full': [inForce.filter(isFull).length, inForce.length],
    'rx-none': [inForce.filter(isNone).length, inForce.length],
    'ncd-bp': [people(over30.filter(measured('systolic'))), people(over30)],
    'ncd-sugar': [people(over30.filter(measured('glucose'))), people(over30)],
    'anc-hb': [
      people(anc.filter((visit) => list(visit, 'lab-result').some(({ test }) => test === 'HB'))),
      people(anc),
    ],
    'anc-bp': [people(anc.filter(measured('systolic'))), people(anc)],
    'fever-tested': [
      fever.filter((visit) =>
        list(visit, 'lab-order').some(({ tests }) => tests.includes('MRDT') || tests.includes('MPS')),
      ).length,
      fever.length,
    ],
    'urti-antibiotic': [
      urti.filter((visit) =>
        list(visit, 'prescription').some(({ lines }) =>
          lines.some(({ drug }) => drug?.startsWith('amoxicillin')),
        ),
      ).length,
      urti.length,
    ],
    ors: [
      runs.filter((visit) =>
        list(visit, 'dispense').some(({ lines }) => lines.some(({ drug }) => drug === 'ors-sachet')),
      ).length,
      runs.length,
    ],
    uncoded: [diagnoses.filter(({ code }) => code === undefined).length, diagnoses.length],
    open: [
      visits.filter(
        (visit) => !list(visit, 'move').some(({ action }) => action === 'finish' || action === 'leave'),
      ).length,
      visits.length,
    ],
  };
  return Object.fromEntries(
    Object.entries(counts).flatMap(([code, [of, among]]) => [
      [`${code}:of`, of],
      [`${code}:all`, among],
    ]),
  );
}

/** Minutes from the slip to the first call. The story has one station. */
function reached(day: Day, what: string): number[] {
  return ledger
    .filter((visit) => visit.day === day && what === 'doctor')
    .flatMap((visit) => {
      const call = list(visit, 'move').find(({ action }) => action === 'call');
      const start = visit.records[0];
      return call && start ? [(Date.parse(call.at) - Date.parse(start.at)) / 60_000] : [];
    });
}

/** Diagnoses of a visit, each once, without those that were taken back. */
function standing(visit: Visit): RecordOf<'diagnosis'>[] {
  const records = list(visit, 'diagnosis');
  return records.filter(
    (one, index) =>
      !records.some((other) => same(one, other) && other.ongoing === false) &&
      records.findIndex((other) => same(one, other)) === index,
  );
}

function same(a: RecordOf<'diagnosis'>, b: RecordOf<'diagnosis'>): boolean {
  return a.code === b.code && a.text.en === b.text.en;
}

function list<T extends RecordType>({ records }: Visit, type: T): RecordOf<T>[] {
  return records.filter((record): record is RecordOf<T> => record.type === type);
}

function has(visit: Visit, type: RecordType): boolean {
  return list(visit, type).length > 0;
}

async function readLedger(): Promise<Visit[]> {
  const { rows } = await month.facility.databases.records.allDocs({ include_docs: true });
  const records = rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc as LedgerRecord] : []));
  const people = new Map(
    records
      .filter((record): record is RecordOf<'patient'> => record.type === 'patient')
      .map((one) => [one._id, one]),
  );
  const visits = new Map<string, Visit>();
  for (const record of records.filter(({ _id }) => _id.startsWith('visit:')).sort((a, b) => a.n - b.n)) {
    const id = visitOf(record._id);
    if (record.type === 'visit') {
      const person = people.get(record.patient);
      visits.set(id, {
        id,
        day: parseVisitId(id)?.day ?? '',
        records: [],
        born: person?.birthDate === undefined ? null : Number(person.birthDate.slice(0, 4)),
        pregnant: person?.category === 'pregnant',
      });
    }
    visits.get(id)?.records.push(record);
  }
  return [...visits.values()];
}
