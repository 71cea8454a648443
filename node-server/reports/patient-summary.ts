import { FacilityError } from '../../records/facility-error.js';
import { readPatientId } from '../../records/ids.js';
import { isoDate } from '../../records/day.js';
import type { Report, ReportSection } from '../../records/report.js';
import { restrictionsOn } from '../../records/restriction-fold.js';
import { formatDay } from '../../templates/format-day.js';
import type { Language } from '../../templates/locale.js';
import type { ReportDefinition } from '../../templates/report-definition.js';
import { historyRules } from '../stations/doctor/chart.js';
import { foldHistory } from '../../records/history-fold.js';
import { restrictionsOfPerson } from '../one-person.js';
import { loadVisits } from '../stations/load-history.js';
import { loadPerson } from '../stations/load-person.js';
import { patientSection, type PatientContext } from './sections/patient-section.js';
import type { ReportDeps } from './report-deps.js';

/** A patient's own copy: `typed` is the number on the slip. Throws `bad-input` and `not-found`. */
export async function buildPatientSummary(
  definition: ReportDefinition,
  typed: string,
  deps: ReportDeps,
  language: Language,
): Promise<Report> {
  const { facility, locale } = deps;
  const read = readPatientId(typed);
  if (!read?.check) {
    throw new FacilityError('bad-input', 'This is no patient number.', {
      hint: 'hints.numberOnSlip',
      fields: [{ field: 'period', code: 'patient-number', params: { example: 'BR1042-004217-K' } }],
    });
  }
  const patient = await loadPerson(facility, read.id);
  const restrictions = restrictionsOfPerson(facility, read.id);
  const all = await loadVisits(facility, read.id);
  // What is restricted is on no paper that others may read over a shoulder.
  const visits = all.filter(({ id }) => restrictionsOn(restrictions, id).length === 0);
  const today = facility.today();
  const t = locale.in(language);
  const context: PatientContext = {
    patient,
    visits,
    history: foldHistory(patient, visits, historyRules(facility)),
    reference: facility.reference,
    today,
    language,
    t,
  };
  const from = visits.reduce((first, { day }) => (day < first ? day : first), today);
  const sections = definition.sections.flatMap((section): ReportSection[] =>
    section.show === 'patient' ? patientSection(section, context) : [],
  );
  const span = [from, today].map((day) => formatDay(language, isoDate(day))).join(' – ');
  return {
    id: definition.id,
    title: definition.title[language],
    facility: facility.profile().name[language],
    box: facility.box,
    period: { from, to: today, words: from === today ? formatDay(language, today) : span },
    sections,
    notes: [
      t('reports.notes.ownCopy'),
      ...(visits.length < all.length ? [t('reports.notes.restricted')] : []),
      ...(isSensitive(context) ? [t('reports.notes.sensitive')] : []),
      ...definition.notes.map((words) => words[language]),
    ],
  };
}

/** A result or diagnosis that the lists mark: HIV & AIDS Act 2017, Mental Healthcare Act 2017. */
function isSensitive({ visits, reference }: PatientContext): boolean {
  return visits.some(
    ({ diagnoses, labOrders }) =>
      diagnoses.some(({ code }) => reference.diagnoses.get(code ?? '')?.sensitive) ||
      labOrders.some(({ tests }) => tests.some(({ test }) => reference.labTests.get(test)?.sensitive)),
  );
}
