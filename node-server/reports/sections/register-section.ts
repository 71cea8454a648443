import { istTime } from '../../../records/day.js';
import type { ReportRow, ReportTable } from '../../../records/report.js';
import { foldVisit, type VisitView } from '../../../records/visit-fold.js';
import { printedPatientId } from '../../../records/ids.js';
import { restrictionsOn } from '../../../records/restriction-fold.js';
import type { LedgerRecord } from '../../../records/ledger-record.js';
import { visitFamilies } from '../../../records/reports/visit-families.js';
import type { RegisterDefinition } from '../../../templates/report-definition.js';
import { referralBook } from '../../referrals/referral-book.js';
import { drugName, listedText } from '../../stations/doctor/history-words.js';
import { restrictionsOfPerson } from '../../one-person.js';
import { ageAndSex } from '../../stations/person-line.js';
import { readVisitDays } from '../../store/read-visit-days.js';
import type { SectionContext } from '../section-context.js';

type Column = RegisterDefinition['columns'][number];

/** What a restriction closes on a register that lies on a desk. */
const CARE: Column[] = ['complaint', 'diagnosis', 'medicine', 'referred'];

const WIDTHS: Partial<Record<Column, number>> = {
  token: 0.8,
  time: 0.9,
  name: 2.2,
  relative: 2.2,
  ageSex: 1.6,
  village: 1.4,
  visitKind: 1,
  complaint: 2.5,
  diagnosis: 2.8,
  medicine: 3.4,
  referred: 1.5,
  state: 1.2,
  id: 2,
};

/** One line a visit, in order of tokens. */
export async function registerSection(
  section: RegisterDefinition,
  context: SectionContext,
): Promise<ReportTable> {
  const { deps, period, language, t } = context;
  const rows: ReportRow[] = [];
  const { facility } = deps;
  for await (const records of readVisitDays(() => facility.databases.records, facility.box, period)) {
    for (const view of viewsOf(records)) {
      const cells = section.columns.map((column) => [column, cellOf(column, view, context)] as const);
      rows.push({ cells: Object.fromEntries(cells), figure: view.id });
    }
  }
  return {
    kind: 'table',
    ...(section.title && { title: section.title[language] }),
    columns: section.columns.map((key) => ({
      key,
      title: t(`reports.register.${key}`),
      ...(key === 'token' ? { align: 'right' as const } : {}),
      width: WIDTHS[key] ?? 1,
    })),
    rows,
  };
}

function viewsOf(records: LedgerRecord[]): VisitView[] {
  return [...visitFamilies(records).values()]
    .filter((family) => family.some(({ type }) => type === 'visit'))
    .map(foldVisit)
    .sort((a, b) => (a.box < b.box ? -1 : a.box > b.box ? 1 : a.token - b.token));
}

function cellOf(column: Column, view: VisitView, { deps, language, t }: SectionContext): string | number {
  const { reference } = deps.facility;
  const person = deps.facility.patients.get(view.patient);
  const closed = restrictionsOn(restrictionsOfPerson(deps.facility, view.patient), view.id).length > 0;
  if (closed && CARE.includes(column)) return t('reports.register.restricted');
  switch (column) {
    case 'token':
      return view.token;
    case 'time':
      return istTime(view.visit.at);
    case 'id':
      return printedPatientId(view.patient);
    case 'name':
      return person?.name ?? printedPatientId(view.patient);
    case 'relative': {
      const relative = person?.relative;
      return relative ? t(`person.relation.${relative.relation}`, { name: relative.name }) : '';
    }
    case 'ageSex':
      return person ? ageAndSex(person, t, view.day) : '';
    case 'village':
      return person?.village ?? '';
    case 'visitKind':
      return t(`reports.${view.visit.kind}`);
    case 'complaint':
      return view.consultations
        .flatMap(({ complaints }) =>
          complaints.map(({ text }) => listedText(reference.complaints, text, language)),
        )
        .concat(view.consultation ? [] : [view.visit.reason ?? ''])
        .filter((text) => text !== '')
        .join(', ');
    case 'diagnosis':
      return inForce(view)
        .map(({ text, code }) => (code ? `${text[language]} (${code})` : text[language]))
        .join(', ');
    case 'medicine':
      return view.prescriptions
        .flatMap(({ lines }) =>
          lines.map(({ line }) => `${drugName(reference, line, language)} × ${line.quantity}`),
        )
        .join(', ');
    case 'referred':
      return view.referrals
        .map(({ _id, facility }) =>
          referralBook(deps.facility).isCancelled(_id)
            ? `${facility} (${t('referral.state.cancelled')})`
            : facility,
        )
        .join(', ');
    case 'state':
      return t(`reports.states.${view.state}`);
  }
}

/** The latest word on each diagnosis; one that was taken back is none. */
function inForce({ diagnoses }: VisitView): VisitView['diagnoses'] {
  const latest = new Map(diagnoses.map((one) => [one.code ?? one.text.en.trim().toLowerCase(), one]));
  return [...latest.values()].filter(({ ongoing }) => ongoing !== false);
}
