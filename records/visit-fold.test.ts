import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { PrescriptionLine, Station } from './care.js';
import { BOX, PATIENT, ScriptedLedger, WORKFLOW } from './fixtures/scripted-ledger.js';
import type { VisitId } from './ids.js';
import type { LedgerRecord } from './ledger-record.js';
import { foldVisit } from './visit-fold.js';
import { nextStation } from './workflow.js';

function line(number: number, drug: string | undefined, quantity: number): PrescriptionLine {
  const dose = { pattern: '1-0-1', amount: 1, unit: 'tablet', days: 5 };
  return { line: number, name: drug ?? 'tonic', dose, quantity, ...(drug === undefined ? {} : { drug }) };
}

class Day extends ScriptedLedger {
  prescribe(visit: VisitId, lines: PrescriptionLine[], supersedes?: string): string {
    const fields = { lines, ...(supersedes === undefined ? {} : { supersedes }) };
    return this.part(visit, 'prescription', 'rx', fields)._id;
  }
  dispense(
    visit: VisitId,
    prescription: string,
    given: [number, string, number][],
    fields: object = {},
  ): void {
    const lines = given.map(([number, drug, quantity]) => ({ line: number, drug, batch: 'A', quantity }));
    this.part(visit, 'dispense', 'dispense', { prescription, lines, ...fields });
  }
  order(visit: VisitId, ...tests: string[]): string {
    return this.part(visit, 'lab-order', 'lab-order', { tests })._id;
  }
  result(visit: VisitId, order: string, test: string, fields: object = {}): string {
    const answer = { order, test, value: 9, flag: 'normal', ...fields };
    return this.part(visit, 'lab-result', 'lab-result', answer)._id;
  }
}

const standing = (records: LedgerRecord[]) =>
  foldVisit(records).prescription?.lines.map(({ prescribed, dispensed, open, closed }) => ({
    prescribed,
    dispensed,
    open,
    closed,
  }));

t.test('a visit has its parsed id, its place and its times', async (t) => {
  const ledger = new Day();
  const visit = ledger.visit('vitals');
  ledger.wait(5).move(visit, 'call', 'vitals');
  ledger.wait(3).move(visit, 'transfer', 'vitals', { to: 'doctor' });
  ledger.wait(20).move(visit, 'finish', 'doctor');
  t.match(foldVisit(ledger.records), {
    id: visit,
    box: BOX,
    day: '20261121',
    token: 1,
    patient: PATIENT,
    station: 'doctor',
    state: 'finished',
    stays: [
      { station: 'vitals', wait: 5, service: 3 },
      { station: 'doctor', wait: 20, service: null },
    ],
  });
});

t.test('a wait ends with the first call, a service begins with the last', async (t) => {
  const ledger = new Day();
  const visit = ledger.visit();
  ledger.wait(5).move(visit, 'call');
  ledger.wait(2).move(visit, 'skip');
  ledger.wait(30).move(visit, 'call');
  ledger.wait(1).move(visit, 'recall');
  ledger.wait(3).move(visit, 'finish');
  t.match(foldVisit(ledger.records).stays, [{ wait: 5, service: 4 }]);
});

t.test('records without the visit itself are no visit', async (t) => {
  const ledger = new Day();
  ledger.part('visit:BR1042:20261121-009', 'vitals', 'vitals', {});
  t.throws(() => foldVisit(ledger.records), { code: 'not-found' });
});

t.test('of vitals the newest value of each measurement is shown, and all are kept', async (t) => {
  const ledger = new Day();
  const visit = ledger.visit();
  ledger.part(visit, 'vitals', 'vitals', { systolic: 170, pulse: 88 });
  ledger.part(visit, 'vitals', 'vitals', { systolic: 150 });
  const view = foldVisit(ledger.records);
  t.match(view.latestVitals, { systolic: 150, pulse: 88 });
  t.equal(view.vitals.length, 2);
});

t.test('each line shows what was given in parts and what is open', async (t) => {
  const ledger = new Day();
  const visit = ledger.visit();
  const rx = ledger.prescribe(visit, [line(1, 'pcm', 10), line(2, 'ors', 4), line(3, undefined, 1)]);
  ledger.dispense(visit, rx, [[1, 'pcm', 4]]);
  ledger.dispense(visit, rx, [[1, 'pcm', 3]], { closed: [{ line: 2, reason: 'nil-stock' }] });
  t.same(standing(ledger.records), [
    { prescribed: 10, dispensed: 7, open: 3, closed: null },
    { prescribed: 4, dispensed: 0, open: 0, closed: 'nil-stock' },
    { prescribed: 1, dispensed: 0, open: 0, closed: null },
  ]);
  t.equal(foldVisit(ledger.records).openLines, 1);
});

t.test('half a substitute of half the strength leaves half of the line open', async (t) => {
  const ledger = new Day();
  const visit = ledger.visit();
  const rx = ledger.prescribe(visit, [line(1, 'amox500', 10)]);
  const substitute = { for: 'amox500', agreedBy: 'd', ratio: [2, 1] };
  const lines = [{ line: 1, drug: 'amox250', batch: 'A', quantity: 10, substitute }];
  ledger.part(visit, 'dispense', 'dispense', { prescription: rx, lines });
  t.match(standing(ledger.records), [{ dispensed: 5, open: 5 }]);
});

t.test('what was given on a superseded prescription counts for the same drug on the new one', async (t) => {
  const ledger = new Day();
  const visit = ledger.visit();
  const first = ledger.prescribe(visit, [line(1, 'pcm', 10), line(2, 'ors', 4)]);
  const substitute = {
    line: 1,
    drug: 'pcm650',
    batch: 'A',
    quantity: 6,
    substitute: { for: 'pcm', agreedBy: 'd' },
  };
  ledger.part(visit, 'dispense', 'dispense', { prescription: first, lines: [substitute] });
  const second = ledger.prescribe(visit, [line(1, 'amox', 15), line(2, 'pcm', 10)], first);
  const third = ledger.prescribe(visit, [line(1, 'pcm', 4), line(2, 'amox', 15), line(3, 'pcm', 5)], second);
  ledger.dispense(visit, second, [[1, 'amox', 5]]);
  t.same(
    standing(ledger.records)?.map(({ dispensed, open }) => [dispensed, open]),
    [
      [4, 0],
      [5, 10],
      [2, 3],
    ],
  );
  const view = foldVisit(ledger.records);
  t.equal(view.prescription?.prescription._id, third);
  t.same(
    view.superseded.map(({ _id }) => _id),
    [first, second],
  );
});

t.test('where more was given than the new prescription names, the line shows all of it', async (t) => {
  const ledger = new Day();
  const visit = ledger.visit();
  const first = ledger.prescribe(visit, [line(1, 'pcm', 10)]);
  ledger.dispense(visit, first, [[1, 'pcm', 10]]);
  ledger.prescribe(visit, [line(1, 'pcm', 6)], first);
  t.match(standing(ledger.records), [{ prescribed: 6, dispensed: 10, open: 0 }]);
});

t.test('what was given counts once, even if two prescriptions supersede the same one', async (t) => {
  const ledger = new Day();
  const visit = ledger.visit();
  const first = ledger.prescribe(visit, [line(1, 'pcm', 10)]);
  ledger.dispense(visit, first, [[1, 'pcm', 10]]);
  ledger.prescribe(visit, [line(1, 'pcm', 10)], first);
  ledger.prescribe(visit, [line(1, 'pcm', 10)], first);
  const dispensed = foldVisit(ledger.records).prescriptions.map(({ lines }) => lines[0]?.dispensed);
  t.same(dispensed, [0, 10]);
});

t.test('a second prescription that supersedes nothing leaves the first in force', async (t) => {
  const ledger = new Day();
  const visit = ledger.visit();
  ledger.prescribe(visit, [line(1, 'pcm', 10)]);
  ledger.prescribe(visit, [line(1, 'amox', 15)]);
  const view = foldVisit(ledger.records);
  t.equal(view.prescriptions.length, 2);
  t.equal(view.openLines, 2);
});

t.test('a test is ordered, then has a result, then a corrected one', async (t) => {
  const ledger = new Day();
  const visit = ledger.visit();
  const order = ledger.order(visit, 'HB', 'MP');
  const wrong = ledger.result(visit, order, 'HB', { value: 6, flag: 'critical' });
  t.match(foldVisit(ledger.records).labOrders[0], {
    complete: false,
    tests: [{ status: 'result', acknowledged: false }, { status: 'ordered' }],
  });
  t.same(foldVisit(ledger.records).openTests, ['MP']);
  ledger.result(visit, order, 'MP');
  ledger.result(visit, order, 'HB', { value: 11, corrects: wrong });
  const view = foldVisit(ledger.records);
  t.match(view.labOrders[0], {
    complete: true,
    tests: [
      { test: 'HB', status: 'corrected', result: { value: 11 }, earlier: [{ value: 6 }] },
      { test: 'MP', status: 'result' },
    ],
  });
  t.same(view.unacknowledged, [], 'the critical value was wrong');
});

t.test('a value entered for the wrong test is corrected by one for the right test', async (t) => {
  const ledger = new Day();
  const visit = ledger.visit();
  const order = ledger.order(visit, 'HB', 'MP');
  const wrong = ledger.result(visit, order, 'MP');
  ledger.result(visit, order, 'HB', { corrects: wrong });
  t.match(foldVisit(ledger.records).labOrders[0], {
    complete: false,
    tests: [
      { test: 'HB', status: 'corrected' },
      { test: 'MP', status: 'ordered', result: null },
    ],
  });
});

t.test('a critical result stays until acknowledged, and its correction asks again', async (t) => {
  const ledger = new Day();
  const visit = ledger.visit();
  const order = ledger.order(visit, 'HB');
  const result = ledger.result(visit, order, 'HB', { value: 6, flag: 'critical' });
  t.equal(foldVisit(ledger.records).unacknowledged.length, 1);
  ledger.part(visit, 'lab-ack', 'lab-ack', { result });
  t.equal(foldVisit(ledger.records).unacknowledged.length, 0);
  ledger.result(visit, order, 'HB', { value: 5, flag: 'critical', corrects: result });
  t.match(foldVisit(ledger.records).unacknowledged, [{ value: 5 }]);
});

function fullVisit(): Day {
  const ledger = new Day();
  const visit = ledger.visit('vitals');
  ledger.part(visit, 'vitals', 'vitals', { pulse: 90 });
  ledger.move(visit, 'transfer', 'vitals', { to: 'doctor' });
  const order = ledger.order(visit, 'HB');
  ledger.part(visit, 'consultation', 'consultation', { complaints: [{ text: 'fever' }] });
  ledger.part(visit, 'diagnosis', 'diagnosis', {
    text: { hi: 'बुखार', en: 'Fever' },
    certainty: 'provisional',
  });
  const rx = ledger.prescribe(visit, [line(1, 'pcm', 10)]);
  ledger.move(visit, 'transfer', 'doctor', { to: 'lab' });
  const wrong = ledger.result(visit, order, 'HB');
  ledger.result(visit, order, 'HB', { corrects: wrong });
  ledger.dispense(visit, rx, [[1, 'pcm', 10]]);
  ledger.prescribe(visit, [line(1, 'pcm', 12)], rx);
  ledger.move(visit, 'finish', 'lab');
  return ledger;
}

t.test('records of any order, other visits and unknown types make the same view', async (t) => {
  const { records } = fullVisit();
  const expected = foldVisit(records);
  const other = new Day().clock('09:00', '20261122');
  other.part(`${expected.id}9`, 'vitals', 'vitals', { pulse: 30 });
  other.write('surgery' as 'vitals', `${expected.id}:surgery:1`, { pulse: 30 });
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
        assert.deepEqual(foldVisit([...other.records, ...shuffled]), expected);
      }),
    ),
  );
});

t.test('folding leaves the records as they are', async (t) => {
  const { records } = fullVisit();
  const before = structuredClone(records);
  foldVisit(records);
  t.same(records, before);
});

t.test('the workflow sends a visit on', async (t) => {
  const next = (station: Station, openTests: string[] = [], openLines = 0, without?: Station) =>
    nextStation(
      { stations: WORKFLOW.stations.filter(({ id }) => id !== without) },
      { station, openTests, openLines },
    );
  t.equal(next('vitals'), 'doctor');
  t.equal(next('doctor', ['HB'], 1), 'lab', 'tests come before medicines');
  t.equal(next('doctor', [], 1), 'pharmacy');
  t.equal(next('doctor'), 'finish');
  t.equal(next('lab', ['HB'], 1), 'lab', 'until all results are there');
  t.equal(next('lab', [], 1), 'doctor');
  t.equal(next('pharmacy', [], 1), 'finish', 'even when stock was short');
  t.equal(next('doctor', ['HB'], 1, 'lab'), 'pharmacy', 'a facility without a laboratory');
  t.equal(next('vitals', [], 1, 'doctor'), 'pharmacy', 'a facility without a doctor');
});
