import type { AllergyMatch } from '../../../records/allergy-match.js';
import type { AskedAllergy, DispenseLine } from '../../../records/care.js';
import type { Day } from '../../../records/day.js';
import { unitsFor, type Ratio } from '../../../records/exact-share.js';
import type { FieldError } from '../../../records/facility-error.js';
import { LARGEST_QUANTITY } from '../../../records/course-check.js';
import type { VisitView } from '../../../records/visit-fold.js';
import { lineAllergies, type LineAllergy } from '../../../records/line-allergies.js';
import type { Facility } from '../../facility.js';
import { askKey } from './ask-key.js';
import { typedLine, type DispenseValues, type TypedLine } from './dispense-form.js';
import { linesInForce, type OpenLine } from './dispense-line.js';
import { readBatchId } from './propose.js';
import { substituteRatio, wordRatio } from './substitute-need.js';

export interface PlannedBatch extends DispenseLine {
  expiry: string;
  /** the input it was typed into */
  field: string;
}

export interface DispensePlan {
  /** by prescription */
  dispenses: {
    prescription: string;
    lines: PlannedBatch[];
    closed: { line: number; reason: string }[];
    asked: AskedAllergy[];
  }[];
  errors: FieldError[];
}

interface PlanOptions {
  facility: Facility;
  view: VisitView;
  allergies: AllergyMatch[];
  values: DispenseValues;
  day: Day;
  /** the patient comes back: lines may stay open without a reason */
  later: boolean;
  /** lines of which not all could be read: what is given of them is not known */
  unread?: ReadonlySet<string>;
}

/** What a form asks to be written, checked against the prescriptions in force and today's stock. Writes nothing. */
export function planDispense(options: PlanOptions): DispensePlan {
  const { view, values, later, unread } = options;
  const plans = new Map<string, DispensePlan['dispenses'][number]>();
  const errors: FieldError[] = [];
  for (const line of linesInForce(view)) {
    if (unread?.has(line.key)) continue;
    const prescription = line.prescription._id;
    const plan = plans.get(prescription) ?? { prescription, lines: [], closed: [], asked: [] };
    plans.set(prescription, plan);
    const typed = typedLine(values, line.key);
    const batches = typed.batches.filter(({ quantity }) => quantity > 0);
    const { open } = line.view;
    if (open === 0) {
      // Another page was quicker.
      for (const { field } of batches) errors.push({ field, code: 'lineDone' });
      continue;
    }
    const drug = typed.drug || (line.view.line.drug ?? '');
    const need = needOf(options.facility, line, drug);
    const given = batches.reduce((sum, { quantity }) => sum + quantity, 0);
    errors.push(...checkLine(options, line, typed, drug, given, need));
    plan.lines.push(...planBatches(options.facility, line, typed, drug, batches));
    if (given > 0) plan.asked.push(...askedAbout(options, line, typed, drug));
    // What is given by a doctor's word stands for all that is open.
    const rest = need === null ? (given > 0 ? 0 : open) : need - given;
    if (rest <= 0) continue;
    if (typed.close) plan.closed.push({ line: line.view.line.line, reason: typed.close });
    else if (!later) errors.push({ field: `l${line.key}.close`, code: 'closeOrLater', params: { rest } });
  }
  const dispenses = [...plans.values()].filter(({ lines, closed }) => lines.length > 0 || closed.length > 0);
  return { dispenses, errors };
}

/** Units of a drug that the open part of a line stands for; null where only a doctor can say. */
export function needOf(facility: Facility, { view }: OpenLine, drug: string): number | null {
  const ratio = ratioOf(facility, view.line.drug ?? '', drug);
  return ratio && unitsFor(view.rest, ratio);
}

function ratioOf(facility: Facility, prescribed: string, drug: string): Ratio | null {
  const { drugs } = facility.reference;
  const wanted = drugs.get(prescribed);
  const other = drugs.get(drug);
  return wanted && other && wanted !== other ? substituteRatio(wanted, other) : [1, 1];
}

/** The allergies against what is to be given for a line. */
export function allergiesOf(
  facility: Facility,
  { prescription, view }: OpenLine,
  drug: string,
  allergies: readonly AllergyMatch[],
): LineAllergy[] {
  return lineAllergies(view.line, prescription, drug, allergies, facility.reference);
}

function mustAsk(...of: Parameters<typeof allergiesOf>): LineAllergy[] {
  return allergiesOf(...of).filter((allergy) => allergy.mustAsk);
}

function* checkLine(
  options: PlanOptions,
  line: OpenLine,
  typed: TypedLine,
  drug: string,
  given: number,
  need: number | null,
): Iterable<FieldError> {
  const { facility, day } = options;
  const { key, view } = line;
  const batches = typed.batches.filter(({ quantity }) => quantity > 0);
  const [first] = batches;
  if (!first) return;
  const most = need ?? LARGEST_QUANTITY;
  if (given > most) yield { field: first.field, code: 'tooMuch', params: { need: most } };
  for (const { field, batch, quantity } of batches) {
    const id = readBatchId(batch);
    const stock = facility.stock
      .batches(drug, day)
      .find((one) => one.batch === id?.batch && one.expiry === id.expiry);
    const available = stock?.quantity ?? 0;
    if (quantity > available) yield { field, code: 'stockHas', params: { available } };
  }
  yield* checkAsked(options, line, typed, drug);
  if (drug === view.line.drug) return;
  if (!facility.reference.drugs.has(drug)) yield { field: `l${key}.substitute`, code: 'unknownChoice' };
  if (!facility.staff.withRole('doctor').some(({ id }) => id === typed.agreedBy)) {
    yield { field: `l${key}.agreedBy`, code: typed.agreedBy ? 'unknownChoice' : 'required' };
  }
}

/** A doctor was asked about each allergy that wants it. */
function* checkAsked(
  { facility, allergies }: PlanOptions,
  line: OpenLine,
  typed: TypedLine,
  drug: string,
): Iterable<FieldError> {
  const ask = mustAsk(facility, line, drug, allergies);
  if (ask.length === 0) return;
  if (typed.allergy !== askKey(drug, ask)) {
    const substance = ask.map((one) => one.substance).join(', ');
    yield { field: `l${line.key}.allergy`, code: 'askAboutAllergy', params: { substance } };
  }
  // For another drug, the doctor by whose word it is given was asked.
  if (drug !== line.view.line.drug) return;
  if (!facility.staff.withRole('doctor').some(({ id }) => id === typed.asked)) {
    yield { field: `l${line.key}.asked`, code: typed.asked ? 'unknownChoice' : 'required' };
  }
}

function askedAbout(
  { facility, allergies }: PlanOptions,
  open: OpenLine,
  typed: TypedLine,
  drug: string,
): AskedAllergy[] {
  const { line } = open.view.line;
  const doctor = drug === open.view.line.drug ? typed.asked : typed.agreedBy;
  return mustAsk(facility, open, drug, allergies).map(({ substance, severity }) => {
    return { line, substance, ...(severity && { severity }), doctor };
  });
}

function planBatches(
  facility: Facility,
  { view }: OpenLine,
  { agreedBy }: TypedLine,
  drug: string,
  batches: TypedLine['batches'],
): PlannedBatch[] {
  const prescribed = view.line.drug ?? '';
  const { line } = view.line;
  const given = batches.reduce((sum, { quantity }) => sum + quantity, 0);
  const ratio = ratioOf(facility, prescribed, drug) ?? wordRatio(Math.max(given, 1), view.rest);
  const substitute = { for: prescribed, agreedBy, ...(ratio[0] !== ratio[1] && { ratio }) };
  return batches.flatMap(({ field, batch, quantity }) => {
    const id = readBatchId(batch);
    if (!id) return [];
    return [{ line, drug, ...id, quantity, field, ...(drug !== prescribed && { substitute }) }];
  });
}
