import { toAuditEntry, type AuditEntry } from '../../records/audit-entry.js';
import { AuditFilter, type AuditQuery } from '../../records/audit-filter.js';
import { dayOf, startOfDay } from '../../records/day.js';
import type { Words } from '../../records/envelope.js';
import { FacilityError } from '../../records/facility-error.js';
import type { PatientId, StaffId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Job } from '../../records/progress.js';
import { elsewhereEntry, type TrailEntry } from './elsewhere-entry.js';
import { lookIndex } from '../access/look-index.js';
import { facilityNames, looksElsewhere } from '../access/looks-elsewhere.js';
import type { Facility } from '../facility.js';
import { ledgerDocuments, sequenceBefore } from './ledger-documents.js';

/** Who looks over the admin socket is no member of the staff: the operator at the box itself. */
export const OPERATOR: StaffId = 'operator';
/** More lines than these nobody reads: the latest are shown, the others counted. */
const SHOWN = 10_000;
/** records/box-schemas.ts: an access record names so many patients at most */
const NAMED = 200;
const EVERY = 1_000;

export interface AuditTrail {
  box: string;
  query: AuditQuery;
  /** in order of time */
  entries: TrailEntry[];
  /** earlier ones that were left out */
  more: number;
  /** names of those who stand under `by` */
  staff: Record<StaffId, Words>;
}

/** Who saw or wrote what. The look is itself recorded. Throws `not-found` where nobody has that id. */
export async function* auditTrail(facility: Facility, query: AuditQuery): Job<AuditTrail> {
  const { patient } = query;
  if (patient !== undefined && !(await isKnown(facility, patient))) {
    throw new FacilityError('not-found', 'There is no such patient here.', {
      hint: 'hints.healthIdOnCard',
    });
  }
  const entries: TrailEntry[] = [];
  let more = 0;
  const filter = new AuditFilter(query);
  for await (const step of recordsOf(facility, query)) {
    if ('step' in step) yield step;
    else if (filter.takes(step)) {
      entries.push(toAuditEntry(step));
      if (entries.length > SHOWN) more += entries.splice(0, 1).length;
    }
  }
  entries.push(...(await lookedElsewhere(facility, query)));
  entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const shown = patient === undefined ? patientsIn(entries) : [patient];
  await recordLook(facility, 'view', shown, 'audit show');
  return { box: facility.box, query, entries, more, staff: namesOf(facility, entries) };
}

/** Who is registered here, and who is of another facility and was looked at here. */
async function isKnown(facility: Facility, patient: PatientId): Promise<boolean> {
  if (facility.patients.findById(patient)) return true;
  return (await lookIndex(facility).ofPatient(patient, 1)).length > 0;
}

/** Of a patient; whom `by` names works here. */
async function lookedElsewhere(
  facility: Facility,
  { patient, by, from, to }: AuditQuery,
): Promise<TrailEntry[]> {
  if (patient === undefined || by !== undefined) return [];
  const whose = facility.patients.findById(patient)?.id ?? patient;
  const looks = (await looksElsewhere(facility).ofPatient(whose, SHOWN)).filter(({ at }) => {
    const day = dayOf(at);
    return (from === undefined || day >= from) && (to === undefined || day <= to);
  });
  const names = await facilityNames(facility, looks);
  return looks.map((one) => elsewhereEntry(one, names.get(one.box)));
}

/** The records of the days asked for, with a progress now and then. */
async function* recordsOf(
  facility: Facility,
  { from, to }: Pick<AuditQuery, 'from' | 'to'>,
): AsyncGenerator<LedgerRecord | { step: string; done: number; total: number; unit: 'records' }> {
  const { records } = facility.databases;
  const since = from === undefined ? 0 : await sequenceBefore(records, startOfDay(from));
  const until = to === undefined ? Infinity : startOfDay(to) + 86_400_000;
  const total = facility.recordCount - since;
  let done = 0;
  for await (const document of ledgerDocuments(records, since)) {
    const record = document as LedgerRecord;
    done += 1;
    if (done % EVERY === 0) yield { step: 'audit.reading', done, total, unit: 'records' };
    if (Date.parse(record.at) >= until) return;
    if (record.n <= facility.recordCount) yield record;
  }
}

/** Law 8: looking at who looked is a look, too. */
export async function recordLook(
  facility: Facility,
  action: 'view' | 'export' | 'print',
  patients: PatientId[],
  route: 'audit show' | 'audit export' | 'audit compliance',
): Promise<void> {
  await facility.append({ by: OPERATOR }, (draft) => {
    draft.box('access', { action, patients: patients.slice(0, NAMED), route });
  });
}

function patientsIn(entries: readonly AuditEntry[]): PatientId[] {
  return [...new Set(entries.flatMap(({ patients }) => patients))];
}

function namesOf(facility: Facility, entries: readonly AuditEntry[]): Record<StaffId, Words> {
  const names: Record<StaffId, Words> = {};
  for (const { by } of entries) {
    const name = facility.staff.find(by)?.name;
    if (name) names[by] = name;
  }
  return names;
}
