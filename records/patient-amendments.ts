import type { Demographics, PatientAmendment } from './people.js';

interface Change {
  id: string;
  at: string;
  set: PatientAmendment['set'];
}

/** A patient's particulars as first written (null while only a later record is known) and what corrected them. */
export interface AmendedPatient {
  first: Demographics | null;
  changes: Change[];
}

/** Keeps changes in order of time, so that the order in which two boxes' records arrive makes no difference. */
export function addChange(patient: AmendedPatient, record: PatientAmendment): void {
  if (patient.changes.some((change) => change.id === record._id)) return;
  patient.changes.push({ id: record._id, at: record.at, set: record.set });
  patient.changes.sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
}

/**
 * The particulars with all corrections. A name or a sex can be replaced but not cleared. Of somebody who was registered
 * at another facility only later words are here: they count as a registration once they give a name and a sex.
 */
export function amended(patient: AmendedPatient): Demographics | null {
  const fields = new Map<string, unknown>(Object.entries(patient.first ?? {}));
  for (const { set } of patient.changes) {
    for (const [field, value] of Object.entries(set)) {
      if (value !== null && value !== undefined) fields.set(field, value);
      else if (value === null && field !== 'name' && field !== 'sex') fields.delete(field);
    }
  }
  if (!fields.has('name') || !fields.has('sex')) return null;
  return demographicsOf(Object.fromEntries(fields) as unknown as Demographics);
}

/** Only the particulars of a record that carries more. */
export function demographicsOf(record: Demographics): Demographics {
  const { name, sex } = record;
  return {
    name,
    sex,
    ...(record.birthDate !== undefined && { birthDate: record.birthDate }),
    ...(record.birthDateEstimated !== undefined && { birthDateEstimated: record.birthDateEstimated }),
    ...(record.mobile !== undefined && { mobile: record.mobile }),
    ...(record.relative !== undefined && {
      relative: { name: record.relative.name, relation: record.relative.relation },
    }),
    ...(record.village !== undefined && { village: record.village }),
    ...(record.household !== undefined && { household: record.household }),
    ...(record.abha !== undefined && { abha: record.abha }),
    ...(record.abhaAddress !== undefined && { abhaAddress: record.abhaAddress }),
    ...(record.abhaVerified !== undefined && { abhaVerified: record.abhaVerified }),
    ...(record.category !== undefined && { category: record.category }),
  };
}
