import type { HistoryView } from '../../../records/history-fold.js';
import { printedPatientId } from '../../../records/ids.js';
import { maskedMobile } from '../../../records/mobile.js';
import type { PatientView } from '../../../records/patient-fold.js';
import type { Report, ReportColumn, ReportSection } from '../../../records/report.js';
import type { VisitView } from '../../../records/visit-fold.js';
import { formatDay } from '../../../templates/format-day.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Reference } from '../../../templates/reference.js';
import type { PatientDefinition } from '../../../templates/report-definition.js';
import { medicineRow, resultText, testName } from '../../stations/doctor/history-words.js';
import { substanceWords } from '../../stations/allergy-words.js';
import { ageAndSex } from '../../stations/person-line.js';

export interface PatientContext {
  patient: PatientView;
  /** newest first */
  visits: VisitView[];
  history: HistoryView;
  reference: Reference;
  today: string;
  language: Language;
  t: Translate;
}

type Facts = { label: string; value: string }[];
type Cells = Record<string, string | number | null>;

/** One part of a patient's summary; a part of which nothing is known is left out, but allergies are always told. */
export function patientSection(section: PatientDefinition, context: PatientContext): Report['sections'] {
  const { part, most } = section;
  const title = section.title?.[context.language];
  if (part === 'person') return [facts(title, personFacts(context))];
  if (part === 'alerts') return someFacts(title, alertFacts(context));
  if (part === 'allergies') return [facts(title, allergyFacts(context))];
  if (part === 'admissions') return someFacts(title, admissionFacts(context));
  const { columns, rows } = tableOf(part, context);
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      ...(title !== undefined && { title }),
      columns,
      rows: rows.slice(0, most).map((cells) => ({ cells })),
    },
  ];
}

function personFacts({ patient, today, t }: PatientContext): Facts {
  const { name, relative, village, mobile, abha } = patient.demographics;
  return [
    { label: t('reports.patient.name'), value: name },
    { label: t('reports.patient.id'), value: printedPatientId(patient.id) },
    { label: t('reports.patient.ageSex'), value: ageAndSex(patient.demographics, t, today) },
    ...(relative
      ? [
          {
            label: t('reports.patient.relative'),
            value: t(`person.relation.${relative.relation}`, { name: relative.name }),
          },
        ]
      : []),
    ...(village ? [{ label: t('reports.patient.village'), value: village }] : []),
    ...(mobile ? [{ label: t('reports.patient.mobile'), value: maskedMobile(mobile) }] : []),
    ...(abha ? [{ label: t('reports.patient.abha'), value: abha }] : []),
  ];
}

function alertFacts({ history, reference, language, t }: PatientContext): Facts {
  return history.alerts.map((alert) =>
    alert.kind === 'high-risk'
      ? { label: t('doctor.highRisk'), value: `${alert.text[language]}, ${formatDay(language, alert.day)}` }
      : {
          label: testName(reference, alert.result.test, language),
          value: `${resultText(reference, alert.result, language)}, ${formatDay(language, alert.day)}`,
        },
  );
}

function allergyFacts({ patient, t }: PatientContext): Facts {
  if (patient.allergies.length === 0)
    return [{ label: t('reports.patient.allergies'), value: t('doctor.noAllergies') }];
  return patient.allergies.map(({ reaction = '', ...allergy }) => ({
    label: substanceWords(allergy, t),
    value: reaction,
  }));
}

function admissionFacts({ history, language, t }: PatientContext): Facts {
  return history.admissions.map(({ admitted, discharged, reason }) => ({
    label: discharged
      ? `${formatDay(language, admitted)} – ${formatDay(language, discharged)}`
      : `${formatDay(language, admitted)}, ${t('doctor.admittedNow')}`,
    value: reason ?? '',
  }));
}

function tableOf(
  part: 'problems' | 'medicines' | 'tests' | 'visits',
  { history, reference, language, t }: PatientContext,
): { columns: ReportColumn[]; rows: Cells[] } {
  const day = (value: string) => formatDay(language, value);
  const column = (key: string, width: number) => ({ key, title: t(`reports.patient.${key}`), width });
  switch (part) {
    case 'problems':
      return {
        columns: [column('problem', 5), column('since', 2)],
        rows: history.problems.map(({ text, code, since }) => ({
          problem: code ? `${text[language]} (${code})` : text[language],
          since: day(since),
        })),
      };
    case 'medicines':
      return {
        columns: [column('medicine', 4), column('dose', 5), column('from', 2), column('to', 2)],
        rows: history.medicines.map((medicine) => {
          const { name, instruction, from, to, returned } = medicineRow(medicine, reference, language, t);
          const dose = [instruction, ...returned].join(' · ');
          return { medicine: name, dose, from: day(from), to: day(to) };
        }),
      };
    case 'tests':
      return {
        columns: [
          column('test', 4),
          column('value', 2.5),
          column('range', 2.5),
          column('finding', 2),
          column('day', 2),
        ],
        rows: history.tests.flatMap(({ test, values }) =>
          values.toReversed().map(({ value, unit, range, flag, day: on }) => ({
            test: testName(reference, test, language),
            value: resultText(reference, { test, value, unit }, language),
            range,
            finding: t(`lab.flags.${flag}`),
            day: day(on),
          })),
        ),
      };
    case 'visits':
      return {
        columns: [column('day', 2), column('summary', 8)],
        rows: history.visits.map(({ day: on, summary }) => ({ day: day(on), summary: summary[language] })),
      };
  }
}

function facts(title: string | undefined, list: Facts): ReportSection {
  return { kind: 'facts', ...(title !== undefined && { title }), facts: list };
}

function someFacts(title: string | undefined, list: Facts): ReportSection[] {
  return list.length === 0 ? [] : [facts(title, list)];
}
