import type { LabResultRecord, PrescriptionLine } from '../../../records/care.js';
import type { FieldError } from '../../../records/facility-error.js';
import { checkPrescription } from '../../../records/prescription-check.js';
import { mayBeAccepted, type PrescriptionWarning } from '../../../records/prescription-warning.js';
import { recentResult } from '../../../records/repeat-test.js';
import type { Facility } from '../../facility.js';
import type { Chart } from './chart.js';
import { isEmptyDraft, type Draft } from './draft.js';
import { referralSummary, type SignedNow } from './referral-summary.js';
import { acceptedCategories } from './restricting.js';
import { readContent, type SignedContent } from './read-content.js';
import { followsDose, reckonLine, type ReckonedLine } from './reckon-line.js';
import { missingReasons, signedOver } from './signed-over.js';
import { reasonFor, whyAllergies } from './why-allergy.js';

/** A warning or question with the value of its tick. The tick belongs to the drug, not to the line's number. */
export interface ShownWarning {
  warning: PrescriptionWarning;
  /** index among the draft's lines */
  row: number;
  tick: string;
  /** the doctor may sign with the tick; without it not */
  asks: boolean;
  accepted: boolean;
  /** a severe allergy: what the reason for signing over it is for; see `reasonFor` */
  why: string | null;
}

export interface RepeatQuestion {
  test: string;
  result: LabResultRecord;
  daysAgo: number;
  tick: string;
  accepted: boolean;
}

export interface CheckedDraft {
  lines: ReckonedLine[];
  warnings: ShownWarning[];
  repeats: RepeatQuestion[];
  why: ReturnType<typeof whyAllergies>;
  /** why it cannot be signed; field names are those of the form */
  errors: FieldError[];
  content: SignedContent;
}

/** What was begun in a field that picks from no list. */
const UNFINISHED: Record<string, string | undefined> = { allergySubstance: 'doctor.allergyNotSaved' };

/** Reads a draft as what it would sign, and says everything that stands against signing it. */
export function checkDraft(draft: Draft, chart: Chart, facility: Facility): CheckedDraft {
  const { reference } = facility;
  const errors: FieldError[] = [];
  const lines = draft.line.map((row) => reckonLine(row, reference));
  for (const [row, line] of lines.entries()) errors.push(...lineErrors(line, row));

  const written = writtenLines(lines);
  const warnings = findWarnings(draft, written, chart, facility);
  for (const { warning, row, asks, accepted } of warnings) {
    if (warning.level === 'refuse' && !errors.some(({ field }) => field.startsWith(`line.${row}.`))) {
      errors.push({ field: `line.${row}.quantity`, code: 'notValid' });
    }
    const field = `line.${row}.accepted`;
    if (asks && !accepted && !errors.some((error) => error.field === field))
      errors.push({ field, code: 'doctor.acceptWarning' });
  }
  const why = whyAllergies(
    warnings.flatMap((one) => one.why ?? []),
    draft,
  );
  errors.push(...missingReasons(why.asked));
  const repeats = findRepeats(draft, chart, facility, errors);
  const content = readContent(draft, errors, facility);
  const found = { ...content, medicines: written.map(({ line }) => line), tests: draft.tests };
  for (const name of [
    'findComplaint',
    'findDiagnosis',
    'findDrug',
    'findTest',
    'findFacility',
    'allergySubstance',
  ] as const) {
    if (draft.text[name] !== '') errors.push({ field: name, code: UNFINISHED[name] ?? 'doctor.notPicked' });
  }
  if (isEmptyDraft(draft)) errors.push({ field: 'findComplaint', code: 'doctor.empty' });
  const accepted = warnings.filter((one) => one.accepted && one.asks);
  return {
    lines,
    warnings,
    repeats,
    why,
    errors,
    content: {
      ...content,
      referral: content.referral && withSummary(content.referral, draft, chart, facility, found),
      prescription:
        written.length > 0
          ? {
              lines: found.medicines,
              accepted: accepted.map(({ warning }) => warning.key),
              signedOver: signedOver(accepted, why.asked),
            }
          : null,
      tests: draft.tests.length > 0 ? readTests(draft, repeats) : null,
    },
  };
}

/** One to a facility of the directory says what the receiver needs. */
function withSummary(
  referral: NonNullable<SignedContent['referral']>,
  draft: Draft,
  chart: Chart,
  facility: Facility,
  found: SignedNow,
): SignedContent['referral'] {
  if (referral.to === undefined) return referral;
  const closing = acceptedCategories(facility, chart, draft).length > 0;
  return { ...referral, summary: referralSummary(facility, chart, found, closing) };
}

function lineErrors(line: ReckonedLine, row: number): FieldError[] {
  const found = line.errors.map((error) => ({ ...error, field: `line.${row}.${error.field}` }));
  // Nobody has seen this quantity yet: the dose was changed after the page was made.
  const unseen = line.reckoned !== null && followsDose(line.row) && line.row.auto !== String(line.reckoned);
  if (found.length === 0 && unseen) {
    found.push({
      field: `line.${row}.quantity`,
      code: 'doctor.lookAtQuantity',
      params: { quantity: line.reckoned ?? 0 },
    });
  }
  return found;
}

/** Complete lines, numbered as they will be signed, with the rows that they come from. */
function writtenLines(lines: ReckonedLine[]): { row: number; line: PrescriptionLine }[] {
  const written: { row: number; line: PrescriptionLine }[] = [];
  for (const [row, { drug, dose, quantity, row: typed }] of lines.entries()) {
    if (!dose) continue;
    written.push({
      row,
      line: {
        line: written.length + 1,
        ...(drug ? { drug: drug.code } : {}),
        name: drug?.name.en ?? typed.name,
        dose,
        quantity,
        ...(typed.note ? { note: typed.note } : {}),
      },
    });
  }
  return written;
}

function findWarnings(
  draft: Draft,
  written: { row: number; line: PrescriptionLine }[],
  { whose }: Chart,
  { reference }: Facility,
): ShownWarning[] {
  const knowledge = { ...reference, patterns: reference.dosePatterns, units: reference.doses.units };
  const found = checkPrescription(
    written.map(({ line }) => line),
    whose,
    knowledge,
  );
  return found.map((warning) => {
    const from = written.find(({ line }) => line.line === warning.line);
    const { otherLine: _line, ...params } = warning.params;
    const tick = [warning.code, from?.line.drug ?? from?.line.name, ...Object.values(params)]
      .join('~')
      .slice(0, 200);
    const asks = mayBeAccepted(warning);
    const { level, allergy } = warning;
    const why = level === 'reason' && allergy && from ? reasonFor(from.line, allergy) : null;
    return { warning, row: from?.row ?? 0, tick, asks, accepted: draft.accepted.includes(tick), why };
  });
}

function findRepeats(draft: Draft, chart: Chart, facility: Facility, errors: FieldError[]): RepeatQuestion[] {
  return draft.tests.flatMap((code): RepeatQuestion[] => {
    const test = facility.reference.labTests.get(code);
    if (!test) {
      errors.push({ field: 'tests', code: 'unknownChoice' });
      return [];
    }
    if (chart.view.openTests.includes(code)) {
      errors.push({ field: 'tests', code: 'doctor.alreadyOrdered', params: { test: code } });
    }
    const recent = recentResult(test, chart.results, facility.today());
    if (!recent) return [];
    const tick = `repeat~${code}~${recent.result._id}`;
    const accepted = draft.accepted.includes(tick);
    if (!accepted) errors.push({ field: `repeat.${code}`, code: 'doctor.repeatTest' });
    return [{ test: code, ...recent, tick, accepted }];
  });
}

function readTests(draft: Draft, repeats: RepeatQuestion[]): SignedContent['tests'] {
  return {
    tests: draft.tests,
    urgent: draft.text.urgentTests === 'yes',
    note: draft.text.labNote,
    repeated: repeats.map(({ test }) => test),
  };
}
