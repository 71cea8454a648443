import type { ReferralRecord } from '../../../records/care.js';
import { visitIn } from '../../../records/audit-entry.js';
import { dayOf } from '../../../records/day.js';
import { foldHistory } from '../../../records/history-fold.js';
import { firstBox, type PatientId } from '../../../records/ids.js';
import type { LedgerRecord } from '../../../records/ledger-record.js';
import type { PatientView } from '../../../records/patient-fold.js';
import { maySee, RestrictionFold, type Reader } from '../../../records/restriction-fold.js';
import { foldVisit, type VisitView } from '../../../records/visit-fold.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { holderName } from '../../history/holder-name.js';
import { ifThere, keptPerson } from '../../history/kept-person.js';
import { StaffRoll } from '../../staff-roll.js';
import { historyRules } from '../doctor/chart.js';
import { medicineRow, testRow } from '../doctor/history-words.js';
import { writtenWords } from '../doctor/visit-words.js';
import type { KeptHistory } from '../../history/kept-histories.js';

/** A history from other facilities in a page's words: the same as the box's own, each visit with where it was. */
export function historyView(
  { head, records }: KeptHistory,
  reader: Reader,
  facility: Facility,
  language: Language,
  t: Translate,
) {
  const { reference } = facility;
  const restrictions = new RestrictionFold();
  for (const record of records) restrictions.apply(record);
  const persons = head.patients.flatMap((patient) => keptPerson(patient, records) ?? []);
  const all = visitsOf(records);
  const visits = all.filter(({ patient, id }) => maySee(restrictions.of(patient), id, reader));
  const [person] = persons;
  const whole: PatientView = {
    ...(person ?? nobody(head.patients[0] ?? '')),
    allergies: persons.flatMap(({ allergies }) => allergies),
  };
  const history = foldHistory(whole, visits, historyRules(facility));
  const summaries = new Map(history.visits.map(({ id, summary }) => [id, summary[language]]));
  // Their staff is not this box's, though a login name may be the same; and nothing of it travels from here.
  const elsewhere = { reference, staff: new StaffRoll(), travel: () => null, today: () => facility.today() };
  return {
    person: person?.demographics ?? null,
    allergies: whole.allergies.map(({ substance, reaction, severity, at }) => ({
      text: [substance, reaction].filter(Boolean).join(': '),
      severe: severity === 'severe',
      day: dayOf(at),
    })),
    problems: history.problems.map(({ text, since }) => ({ text: text[language], since })),
    current: history.currentMedicines.map((medicine) => medicineRow(medicine, reference, language, t)),
    tests: history.tests.map((test) => testRow(test, reference, language)),
    visits: visits
      .sort((a, b) => (a.visit.at < b.visit.at ? 1 : -1))
      .map((visit) => ({
        // Earlier versions of a prescription are read where they were signed.
        ...{ ...writtenWords(visit, elsewhere, language, t), superseded: [] },
        // Where a referral stands is known at both its ends, and here at neither.
        ...{ referrals: visit.referrals.map((one) => sentOn(one, visit)), broughtBy: null },
        summary: summaries.get(visit.id) ?? '',
        facility: holderName(head.holders, firstBox(visit.box), language),
      })),
    /** a restriction closes some of it to this reader */
    closed: visits.length < all.length,
  };
}

function visitsOf(records: readonly LedgerRecord[]): VisitView[] {
  const visits = new Map<string, LedgerRecord[]>();
  for (const record of records) {
    const visit = visitIn(record);
    if (visit !== undefined) visits.set(visit, [...(visits.get(visit) ?? []), record]);
  }
  return [...visits.values()].flatMap((own) => ifThere(() => foldVisit(own)) ?? []);
}

function sentOn({ _id, facility, reason, urgent = false }: ReferralRecord, { referralCancels }: VisitView) {
  const cancelled = referralCancels.some(({ referral }) => referral === _id);
  return { to: facility, reason, urgent, cancelled, path: '', progress: null };
}

function nobody(id: PatientId): PatientView {
  const demographics = { name: '', sex: 'unknown' as const };
  return { id, demographics, registeredAt: '', registeredBy: '', changes: {}, allergies: [] };
}
