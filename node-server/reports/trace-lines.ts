import { dayOf } from '../../records/day.js';
import { parseVisitId, patientOf, printedPatientId, visitOf } from '../../records/ids.js';
import { restrictionsOn } from '../../records/restriction-fold.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Facility } from '../facility.js';
import { restrictionsOfPerson } from '../one-person.js';
import { readKeys } from '../store/read-records.js';

/** One record behind a figure. */
export interface TraceLine {
  id: string;
  type: string;
  at: string;
  by: string;
  /** of the visit that the record belongs to */
  token?: number;
  visitDay?: string;
  /** as it stands on a slip */
  patient?: string;
  /** the visit is restricted: whose it is, is not said here */
  closed?: true;
  /** only where the reader may see names */
  name?: string;
}

/** The records behind a figure, in their order; those that this box does not hold are left out. */
export async function traceLines(
  facility: Facility,
  ids: string[],
  { names }: { names: boolean },
): Promise<TraceLine[]> {
  const known = await readAll(facility, ids);
  const visits = await readAll(
    facility,
    [...new Set(ids.map(visitOf))].filter((id) => parseVisitId(id) !== null),
  );
  return ids.flatMap((id): TraceLine[] => {
    const record = known.get(id);
    if (!record) return [];
    const visit = visits.get(visitOf(id));
    const parsed = parseVisitId(visitOf(id));
    const patient =
      visit?.type === 'visit' ? visit.patient : id.startsWith('patient:') ? patientOf(id) : null;
    const person = patient ? facility.patients.get(patient) : undefined;
    const closed =
      patient !== null &&
      restrictionsOn(restrictionsOfPerson(facility, patient), parsed ? visitOf(id) : null).length > 0;
    return [
      {
        id,
        type: record.type,
        at: record.at,
        by: record.by,
        ...(parsed && { token: parsed.token, visitDay: parsed.day }),
        ...(!parsed && { visitDay: dayOf(record.at) }),
        ...(closed && { closed: true as const }),
        ...(patient && !closed && { patient: printedPatientId(patient) }),
        ...(names && person && !closed && { name: person.name }),
      },
    ];
  });
}

async function readAll(facility: Facility, ids: string[]): Promise<Map<string, LedgerRecord>> {
  const records = await readKeys(facility.databases.records, ids);
  return new Map(records.map((record) => [record._id, record]));
}
