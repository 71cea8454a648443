import type { DispenseLine } from '../../../records/care.js';
import type { Day } from '../../../records/day.js';
import { unitsFor, type Ratio } from '../../../records/exact-share.js';
import type { FieldError } from '../../../records/facility-error.js';
import type { VisitView } from '../../../records/visit-fold.js';
import { matchAllergies } from '../../../records/allergy-match.js';
import type { Facility } from '../../facility.js';
import { typedLine, type DispenseValues, type TypedLine } from './dispense-form.js';
import { linesInForce, type OpenLine } from './dispense-line.js';
import { readBatchId } from './propose.js';
import { substituteRatio } from './substitute-need.js';

export interface PlannedBatch extends DispenseLine {
  expiry: string;
  /** the input it was typed into */
  field: string;
}

export interface DispensePlan {
  /** by prescription */
  dispenses: { prescription: string; lines: PlannedBatch[]; closed: { line: number; reason: string }[] }[];
  errors: FieldError[];
}

interface PlanOptions {
  facility: Facility;
  view: VisitView;
  allergies: string[];
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
    const plan = plans.get(prescription) ?? { prescription, lines: [], closed: [] };
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
    if (given >= need) continue;
    if (typed.close) plan.closed.push({ line: line.view.line.line, reason: typed.close });
    else if (!later)
      errors.push({ field: `l${line.key}.close`, code: 'closeOrLater', params: { rest: need - given } });
  }
  const dispenses = [...plans.values()].filter(({ lines, closed }) => lines.length > 0 || closed.length > 0);
  return { dispenses, errors };
}

/** Units of a drug that the open part of a line stands for. */
export function needOf(facility: Facility, { view }: OpenLine, drug: string): number {
  return unitsFor(view.rest, ratioOf(facility, view.line.drug ?? '', drug));
}

function ratioOf(facility: Facility, prescribed: string, drug: string): Ratio {
  const { drugs } = facility.reference;
  const wanted = drugs.get(prescribed);
  const other = drugs.get(drug);
  return wanted && other && wanted !== other ? substituteRatio(wanted, other) : [1, 1];
}

/** The substance that the patient is allergic to, where the drug has to do with it. */
export function allergyTo(facility: Facility, drug: string, allergies: string[]): string | null {
  const { drugs, cautions } = facility.reference;
  const generic = drugs.get(drug)?.generic;
  if (generic === undefined) return null;
  const families = cautions.get(generic)?.families ?? [];
  const match = matchAllergies(allergies, facility.reference).find(
    (one) => one.generics.has(generic) || families.some((family) => one.families.has(family)),
  );
  return match?.substance ?? null;
}

function* checkLine(
  { facility, day, allergies }: PlanOptions,
  { key, view }: OpenLine,
  typed: TypedLine,
  drug: string,
  given: number,
  need: number,
): Iterable<FieldError> {
  const batches = typed.batches.filter(({ quantity }) => quantity > 0);
  const [first] = batches;
  if (!first) return;
  if (given > need) yield { field: first.field, code: 'tooMuch', params: { need } };
  for (const { field, batch, quantity } of batches) {
    const id = readBatchId(batch);
    const stock = facility.stock
      .batches(drug, day)
      .find((one) => one.batch === id?.batch && one.expiry === id.expiry);
    const available = stock?.quantity ?? 0;
    if (quantity > available) yield { field, code: 'stockHas', params: { available } };
  }
  if (drug === view.line.drug) return;
  if (!facility.reference.drugs.has(drug)) yield { field: `l${key}.substitute`, code: 'unknownChoice' };
  if (!facility.staff.withRole('doctor').some(({ id }) => id === typed.agreedBy)) {
    yield { field: `l${key}.agreedBy`, code: typed.agreedBy ? 'unknownChoice' : 'required' };
  }
  const substance = allergyTo(facility, drug, allergies);
  if (substance !== null && !typed.allergy) {
    yield { field: `l${key}.allergy`, code: 'allergyToSubstitute', params: { substance } };
  }
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
  const ratio = ratioOf(facility, prescribed, drug);
  const substitute = { for: prescribed, agreedBy, ...(ratio[0] !== ratio[1] && { ratio }) };
  return batches.flatMap(({ field, batch, quantity }) => {
    const id = readBatchId(batch);
    if (!id) return [];
    return [{ line, drug, ...id, quantity, field, ...(drug !== prescribed && { substitute }) }];
  });
}
