import type { Request } from '@hapi/hapi';
import { dayOf } from '../../../records/day.js';
import { printedPatientId } from '../../../records/ids.js';
import type { Medicine } from '../../../records/medicine-timeline.js';
import type { Language, Translate } from '../../../templates/locale.js';
import { look } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { allergyWords } from '../allergy-words.js';
import { patientHeader } from '../patient-header.js';
import { stationName } from '../station-room.js';
import { visitPath } from '../visit-path.js';
import { showVitals } from '../vitals/vitals-view.js';
import { cameWith } from './came-with.js';
import type { Chart } from './chart.js';
import { criticalRows } from './critical-list.js';
import type { Draft } from './draft.js';
import { formPart } from './form-part.js';
import { medicineRow, testName, testRow } from './history-words.js';
import { restrictionWords } from './restricting.js';
import type { RecentPractice } from './recent-practice.js';
import { visitWords } from './visit-words.js';

export const CONSULT_PAGE = 'doctor/patient';

/** Older visits are a line each, with the page of their own: every press of a button sends this page anew. */
const UNFOLDED_VISITS = 40;

/** Everything on the doctor's page of one visit. `draft` null: what was signed, without a form. */
export async function consultPage(
  facility: Facility,
  request: Request,
  chart: Chart,
  practice: RecentPractice,
  draft: Draft | null,
) {
  const language = languageOf(request);
  const t = translator(request);
  const { view, person, history } = chart;
  look(request, view.patient, view.id);
  const { reference } = facility;
  return {
    action: `/doctor/${visitPath(view.id)}`,
    path: '/doctor',
    token: view.token,
    visitDay: view.day,
    patientId: printedPatientId(view.patient),
    patient: patientHeader(view.patient, person, facility, t, {
      token: view.token,
      priority: view.entry.priority,
      allergies: allergyWords(history.allergies, t),
    }),
    pregnant: chart.pregnant,
    weight: chart.weight?.kg ?? null,
    critical: chart.visits.flatMap((visit) => criticalRows(facility, visit, language, t)),
    alerts: history.alerts.flatMap((alert) =>
      alert.kind === 'high-risk' ? { day: alert.day, text: alert.text[language], code: alert.code } : [],
    ),
    vitals: view.latestVitals && showVitals(view.latestVitals, person, reference.vitals, language),
    history: historyWords(facility, chart, language, t),
    cameWith: await cameWith(facility, view, language, t),
    now: visitWords(view, facility, language, t),
    signed: chart.signed,
    open: chart.open,
    closed: view.state === 'finished' || view.state === 'left',
    today: chart.present,
    at: stationName(facility.workflow, view.station, language),
    atDoctor: view.station === 'doctor',
    openTests: view.openTests.map((code) => testName(reference, code, language)),
    reasonForVisit: view.visit.reason ?? '',
    inForce: view.prescription?.prescription._id ?? '',
    scripts: ['picker.js', 'doctor.js'],
    restriction: restrictionWords(facility, chart, draft, language),
    consentPath: `/counter/patient/${printedPatientId(view.patient)}/consent`,
    whoSawPath: `/audit/patient/${printedPatientId(view.patient)}`,
    consult: draft && (await formPart(facility, chart, practice, draft, language, t)),
  };
}

function historyWords(facility: Facility, chart: Chart, language: Language, t: Translate) {
  const { reference } = facility;
  const { history, visits, view } = chart;
  const earlier = visits.filter(({ id }) => id !== view.id);
  const summaries = new Map(history.visits.map(({ id, summary }) => [id, summary[language]]));
  return {
    problems: history.problems.map(({ code, text, certainty, since }) => ({
      code: code ?? '',
      text: text[language],
      certainty,
      since,
    })),
    resolved: history.resolvedProblems.map(({ text, resolved }) => ({
      text: text[language],
      resolved: resolved ?? '',
    })),
    allergies: history.allergies.map(({ _id, substance, reaction, severity, at, toldAt }) => ({
      id: _id,
      substance,
      reaction: reaction ?? '',
      severity: severity ?? '',
      day: dayOf(at),
      toldAt: toldAt?.[language] ?? '',
    })),
    current: currentMedicines(chart).map((medicine) => medicineRow(medicine, reference, language, t)),
    medicines: history.medicines.map((medicine) => medicineRow(medicine, reference, language, t)),
    tests: history.tests.map((test) => testRow(test, reference, language)),
    admissions: history.admissions,
    admitted: history.admissions.some(({ discharged }) => discharged === null),
    visits: earlier.slice(0, UNFOLDED_VISITS).map((one) => visitWords(one, facility, language, t)),
    older: earlier.slice(UNFOLDED_VISITS).map(({ id, day }) => ({
      day,
      path: visitPath(id),
      summary: summaries.get(id) ?? '',
    })),
    summaries,
  };
}

/** What the patient brings along, each medicine once, as it was prescribed last. */
function currentMedicines({ history, view }: Chart): Medicine[] {
  const latest = new Map<string, Medicine>();
  for (const medicine of history.currentMedicines) {
    const key = medicine.drug ?? medicine.name;
    if (medicine.visit !== view.id && !latest.has(key)) latest.set(key, medicine);
  }
  return [...latest.values()];
}
