import type { AbhaCard } from './abha.js';
import type { PatientId } from './ids.js';
import type { KnownPatient, PatientDirectory } from './patient-directory.js';
import type { NameSearch } from './patient-index.js';
import { readPatientQuery, type PatientQueryKind } from './patient-query.js';

export interface PatientSearch {
  kind: PatientQueryKind;
  patients: KnownPatient[];
  /** `abha-card`: what the card tells, to fill a new patient's form with */
  card?: AbhaCard;
  /** `id`: false where the check character is wrong, so somebody mistyped or misread it */
  check?: boolean;
}

type Findable = Pick<PatientDirectory, 'findById' | 'findByAbha' | 'findByMobile' | 'findByName'>;

/** Finds patients by whatever was typed or scanned; `kind` says how it was understood. */
export function searchPatients(directory: Findable, text: string, options: NameSearch = {}): PatientSearch {
  const query = readPatientQuery(text);
  const limit = options.limit ?? 10;
  switch (query.kind) {
    case 'abha-card': {
      const { card } = query;
      const keys = [card.abha, card.abhaAddress].filter((key) => key !== undefined);
      return {
        kind: 'abha-card',
        card,
        patients: firstOfEach(
          keys.map((key) => directory.findByAbha(key)),
          limit,
        ),
      };
    }
    case 'id':
      return {
        kind: 'id',
        check: query.check,
        patients: firstOfEach([[directory.findById(query.text)]], limit),
      };
    case 'abha':
      return { kind: 'abha', patients: directory.findByAbha(query.text, limit) };
    case 'mobile':
      return { kind: 'mobile', patients: directory.findByMobile(query.text, limit) };
    case 'digits': {
      const found = [[directory.findById(query.text)], directory.findByMobile(query.text, limit)];
      return { kind: 'digits', patients: firstOfEach(found, limit) };
    }
    case 'name':
      return { kind: 'name', patients: directory.findByName(query.text, options) };
    case 'empty':
    case 'unreadable':
      return { kind: query.kind, patients: [] };
  }
}

function firstOfEach(lists: (KnownPatient | null)[][], limit: number): KnownPatient[] {
  const found = new Map<PatientId, KnownPatient>();
  for (const patient of lists.flat()) if (patient) found.set(patient.id, patient);
  return [...found.values()].slice(0, limit);
}
