import type { Day } from '../../records/day.js';
import { mayShare } from '../../records/history/may-share.js';
import { boxOf, firstBox, lineageOf, parsePatientId, type BoxId, type PatientId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { numberOwner, type NumberOwner } from '../../records/number-owner.js';
import { foldPatient } from '../../records/patient-fold.js';
import { withoutEnded, type IndexedPatient } from '../router/rules/indexed-patient.js';
import { readLedgers } from './gather-history.js';
import type { HistoryCouch } from './history-couch.js';

export interface OwnerAsk {
  box: BoxId;
  patient: PatientId;
  today: Day;
}

/**
 * Whose a number is, as their home says; of a private house's patient as much as the common index holds by the
 * patient's consent. What the asking box has said itself is no answer: it is what it wants to compare. Throws what nano
 * throws, and FacilityError.
 */
export async function findOwner(
  couch: HistoryCouch,
  { box, patient, today }: OwnerAsk,
): Promise<NumberOwner | null> {
  const [home, asker] = [firstBox(parsePatientId(patient)?.box ?? ''), firstBox(box)];
  const listed = await couch.listed([home, asker]);
  const holder = listed.get(home) ?? null;
  if (mayShare(holder, listed.get(asker) ?? null, { kind: 'emergency' })) {
    const parts = await readLedgers(couch, lineageOf(holder?.box ?? home), [patient]);
    const told = (parts ?? []).flatMap(({ records }) => records).filter(isParticulars);
    if (told.some(({ type }) => type === 'patient')) return numberOwner(foldPatient(told).demographics);
  }
  const indexed = await couch.indexed(patient);
  return indexed && numberOwner(withoutWordsOf(withoutEnded(indexed, today), asker));
}

function isParticulars({ type }: LedgerRecord): boolean {
  return type === 'patient' || type === 'patient-amendment';
}

function withoutWordsOf(indexed: IndexedPatient, code: BoxId): Partial<IndexedPatient> {
  const isWordOf = (by = ''): boolean => firstBox(boxOf(by.split(' ')[1] ?? '') ?? '') === code;
  const said: Record<string, string | undefined> = indexed.said;
  return Object.fromEntries(Object.entries(indexed).filter(([field]) => !isWordOf(said[field])));
}
