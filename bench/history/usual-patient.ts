import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DayClock } from '../../cli/demo/day-clock.js';
import { readDemoPeople, readDemoReasons } from '../../cli/demo/demo-data.js';
import { DEMO_BOX, DEMO_CREW, DEMO_PASSWORD, DEMO_STAFF } from '../../cli/demo/demo-staff.js';
import { makeHouseholds } from '../../cli/demo/households.js';
import { OpdDay, type DemoPatient } from '../../cli/demo/opd-day.js';
import { Random } from '../../cli/demo/random.js';
import { Facility } from '../../node-server/facility.js';
import { setUpFacility } from '../../node-server/set-up.js';
import { addDays, startOfDay } from '../../records/day.js';
import type { PatientId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';

const HOUR_MS = 3_600_000;
const FIRST = '20211101';
const FIVE_YEARS = 5 * 365;

export interface UsualPatient {
  box: string;
  patient: PatientId;
  /** the box's whole ledger, in which nobody else comes */
  records: LedgerRecord[];
}

/** Somebody who has come so many times in five years, as the demo's days are played. */
export async function playUsualPatient(visits: number): Promise<UsualPatient> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-usual-'));
  const clock = new DayClock(startOfDay(FIRST) - 12 * HOUR_MS);
  await setUpFacility({
    ...{ folder, box: DEMO_BOX, level: 'PHC', language: 'hi', host: '127.0.0.1', port: 0, now: clock.now },
    name: { hi: 'प्राथमिक स्वास्थ्य केंद्र', en: 'Primary Health Centre' },
    staff: DEMO_STAFF.map((member) => ({ ...member, password: DEMO_PASSWORD })),
  });
  const facility = await Facility.open({ folder, box: DEMO_BOX, now: clock.now });
  try {
    await facility.append({ by: DEMO_CREW.pharmacy }, (draft) => {
      for (const item of facility.reference.drugs.keys())
        draft.stock({ item, batch: 'OPEN1', expiry: '2029-12', change: 10_000, kind: 'opening' });
    });
    const random = new Random(1042);
    const reasons = readDemoReasons();
    const [person] = makeHouseholds(readDemoPeople(), random, 1, 2021).flat();
    if (!person) throw new Error('The demo has nobody.');
    const patient: DemoPatient = { person };
    for (let visit = 0; visit < visits; visit += 1) {
      const day = addDays(FIRST, Math.floor((visit * FIVE_YEARS) / visits));
      clock.set(startOfDay(day) + 9 * HOUR_MS);
      const opd = new OpdDay(facility, clock, random, reasons);
      opd.planArrival(patient, startOfDay(day) + 9.5 * HOUR_MS, Number(day.slice(4, 6)));
      clock.runUntil(startOfDay(day) + 23 * HOUR_MS);
      await opd.written();
    }
    const { rows } = await facility.databases.records.allDocs({ include_docs: true });
    const records = rows.flatMap((row) => ('doc' in row && row.doc ? [bare(row.doc)] : []));
    const found = records.find(({ type }) => type === 'patient');
    if (!found) throw new Error('Nobody was registered.');
    return { box: DEMO_BOX, patient: found._id, records };
  } finally {
    await facility.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function bare({ _rev, ...record }: LedgerRecord & { _rev?: string }): LedgerRecord {
  return record;
}
