import { byTime } from './by-time.js';
import type { LabResultRecord } from './care.js';
import { addDays, dayOf, type Day } from './day.js';
import type { Words } from './envelope.js';
import type { VisitId } from './ids.js';
import { listMedicines, type Medicine } from './medicine-timeline.js';
import type { KnownAllergy, PatientView } from './patient-fold.js';
import { listProblems, type Problem } from './problem-list.js';
import { listTests, type TestHistory } from './test-history.js';
import type { VisitView } from './visit-fold.js';

export interface HistoryRules {
  today: Day;
  /** ICD-10 codes that the reference list marks as high-risk pregnancy */
  highRisk: ReadonlySet<string>;
  /** days for which such a diagnosis is an alert */
  highRiskDays: number;
  /** the lists' words for what stands in a record in one language only; absent: as it stands there */
  words?: {
    drug: (code: string) => Words | undefined;
    complaint: (text: string) => Words | undefined;
  };
}

export interface Admission {
  visit: VisitId;
  admitted: Day;
  /** null while the patient is in */
  discharged: Day | null;
  reason: string | null;
  outcome: string | null;
}

export interface VisitSummary {
  id: VisitId;
  day: Day;
  token: number;
  /** one line: diagnoses (else complaints, else the reason for coming), then medicines */
  summary: Words;
}

export type Alert =
  | { kind: 'critical-result'; day: Day; visit: VisitId; result: LabResultRecord }
  | { kind: 'high-risk'; day: Day; visit: VisitId; code: string; text: Words };

/** A patient's whole history, for one page. Newest first where nothing else is said. */
export interface HistoryView {
  problems: Problem[];
  resolvedProblems: Problem[];
  allergies: KnownAllergy[];
  medicines: Medicine[];
  currentMedicines: Medicine[];
  tests: TestHistory[];
  admissions: Admission[];
  visits: VisitSummary[];
  alerts: Alert[];
}

export function foldHistory(
  patient: PatientView,
  visits: readonly VisitView[],
  rules: HistoryRules,
): HistoryView {
  const ordered = visits.toSorted((a, b) => byTime(a.visit, b.visit));
  const problems = listProblems(ordered);
  const medicines = listMedicines(ordered, rules.today);
  return {
    problems: problems.filter(({ resolved }) => resolved === null),
    resolvedProblems: problems.filter(({ resolved }) => resolved !== null),
    allergies: patient.allergies,
    medicines,
    currentMedicines: medicines.filter(({ current }) => current),
    tests: listTests(ordered),
    admissions: listAdmissions(ordered),
    visits: ordered.map((visit) => summarise(visit, rules)).reverse(),
    alerts: listAlerts(ordered, rules).reverse(),
  };
}

function listAdmissions(visits: VisitView[]): Admission[] {
  const admissions: Admission[] = [];
  for (const { id, admissions: records } of visits) {
    for (const { action, at, reason = null, outcome = null } of records) {
      const open = admissions.findLast(({ discharged }) => discharged === null);
      if (action === 'admit') {
        admissions.push({ visit: id, admitted: dayOf(at), discharged: null, reason, outcome: null });
      } else if (open) {
        Object.assign(open, { discharged: dayOf(at), outcome });
      }
    }
  }
  return admissions.reverse();
}

function summarise(
  { id, day, token, visit, consultations, diagnoses, prescriptions }: VisitView,
  { words }: HistoryRules,
): VisitSummary {
  const complaints = consultations.flatMap((consultation) => consultation.complaints.map(({ text }) => text));
  const lines = prescriptions.flatMap((prescription) => prescription.lines.map(({ line }) => line));
  const inWords = (language: keyof Words) => {
    const named = diagnoses.map(({ text }) => text[language]);
    const told = complaints.map((text) => words?.complaint(text)?.[language] ?? text);
    const first = named.length > 0 ? named : told.length > 0 ? told : [visit.reason ?? ''];
    const medicines = lines.map(({ drug, name }) => (drug && words?.drug(drug)?.[language]) || name);
    return [first.join(', '), medicines.join(', ')].filter((part) => part !== '').join(' · ');
  };
  return { id, day, token, summary: { hi: inWords('hi'), en: inWords('en') } };
}

function listAlerts(visits: VisitView[], rules: HistoryRules): Alert[] {
  const highRisk = new Map<string, Alert>();
  const critical: Alert[] = [];
  for (const { id, diagnoses, unacknowledged } of visits) {
    for (const result of unacknowledged) {
      critical.push({ kind: 'critical-result', day: dayOf(result.at), visit: id, result });
    }
    for (const { code, text, at, ongoing } of diagnoses) {
      if (!code || !rules.highRisk.has(code)) continue;
      const day = dayOf(at);
      if (ongoing === false) highRisk.delete(code);
      else if (day >= addDays(rules.today, -rules.highRiskDays)) {
        highRisk.set(code, { kind: 'high-risk', day, visit: id, code, text });
      }
    }
  }
  return [...highRisk.values(), ...critical];
}
