import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, dayOf } from '../../records/day.js';
import { parsePatientId, patientId, type BoxId, type PatientId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Facility } from '../../node-server/facility.js';
import { DEMO_BOX } from '../../cli/demo/demo-staff.js';
import { writeDayOfVisits } from '../day-of-visits.js';

const DAYS = {
  /** 150 visits without access records, about as large as the days that others measured */
  plain: { visits: 150, looks: false },
  /** with them: what a box really writes */
  whole: { visits: 150, looks: true },
  /** a small one, for many boxes at once on one machine */
  few: { visits: 10, looks: true },
  /** for those in a hurry */
  third: { visits: 50, looks: false },
};
/** Far more than one day registers. */
const SERIALS_A_DAY = 1_000;
const DAY_MS = 86_400_000;

export type DayKind = keyof typeof DAYS;

/**
 * The records of so many days as one box's ledger, numbered from 1. Each day is another one.
 * @param look at each day's facility, while it is open
 */
export async function prepareDays(
  folder: string,
  days: number,
  kind: DayKind,
  look: (facility: Facility) => Promise<void> = () => Promise.resolve(),
): Promise<LedgerRecord[]> {
  const ledger: LedgerRecord[] = [];
  for (let day = 0; day < days; day += 1) {
    const store = await mkdtemp(join(folder, 'day-'));
    const { facility, before, records } = await writeDayOfVisits(store, {
      ...DAYS[kind],
      seed: 1_042 + day,
      known: 400,
    });
    await look(facility);
    await facility.stop();
    await rm(store, { recursive: true });
    const shift = ledger.length - before;
    ledger.push(...records.map((record) => moved(record, day, shift)));
  }
  return ledger;
}

/** The visits of a ledger's day, each with its records in one run, numbered on from `after`; and where each ends. */
export function byVisit(
  records: LedgerRecord[],
  after: number,
  visits: number,
): { records: LedgerRecord[]; ends: number[] } {
  const runs = records
    .filter(({ type }) => type === 'visit')
    .slice(0, visits)
    .map(({ _id: visit }) => records.filter((record) => JSON.stringify(record).includes(visit)));
  let end = after;
  return {
    records: runs.flat().map((record, i) => renumbered(record, after + i + 1)),
    ends: runs.map((run) => (end += run.length)),
  };
}

/** The same records by another box: a real CouchDB keeps what stands in a box's name. */
export function ofBox(records: LedgerRecord[], box: BoxId): LedgerRecord[] {
  const text = withPatients(JSON.stringify(records), (serial) => patientId(box, serial));
  return JSON.parse(text.replaceAll(new RegExp(`(?<=[:"])${DEMO_BOX}(?=[:"])`, 'g'), box)) as LedgerRecord[];
}

function moved(
  { _rev, ...record }: LedgerRecord & { _rev: string },
  days: number,
  shift: number,
): LedgerRecord {
  const day = dayOf(Date.parse(record.at));
  const text = withPatients(JSON.stringify(record), (serial) =>
    patientId(DEMO_BOX, serial + days * SERIALS_A_DAY),
  ).replaceAll(`:${day}-`, `:${addDays(day, days)}-`);
  const at = new Date(Date.parse(record.at) + days * DAY_MS).toISOString();
  return renumbered({ ...(JSON.parse(text) as LedgerRecord), at }, record.n + shift);
}

function withPatients(text: string, id: (serial: number) => PatientId): string {
  return text.replace(/patient:[A-Z]{2}\d+-\d{6,}-[0-9A-Z]/g, (old) => id(parsePatientId(old)?.serial ?? 0));
}

/** Where an id ends with the record's number, it ends with the new one. */
function renumbered(record: LedgerRecord, n: number): LedgerRecord {
  const { _id: id, n: old } = record;
  const numbered = !id.startsWith('visit:') && id.endsWith(`:${old}`);
  return { ...record, _id: numbered ? id.slice(0, -String(old).length) + String(n) : id, n };
}
