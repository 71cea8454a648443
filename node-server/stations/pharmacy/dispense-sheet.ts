import type { AllergyMatch } from '../../../records/allergy-match.js';
import { courseEnd, courseStart, type Fetched } from '../../../records/course.js';
import { dayOf, type Day } from '../../../records/day.js';
import { doseInstruction } from '../../../records/dose-instruction.js';
import type { Drug } from '../../../records/drug.js';
import type { VisitView } from '../../../records/visit-fold.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import type { FormView } from '../../forms.js';
import { returnedWords } from '../returned-words.js';
import { allergyLines, type AllergyLines } from './allergy-lines.js';
import { closeWords } from './close-reasons.js';
import { typedLine, type DispenseValues } from './dispense-form.js';
import { linesInForce, type OpenLine } from './dispense-line.js';
import { doseTimes, type DoseTime } from './dose-times.js';
import { needOf } from './plan-dispense.js';
import { batchId, Proposer } from './propose.js';

export interface SheetLine {
  key: string;
  name: string;
  instruction: string;
  times: DoseTime[] | null;
  pattern: string;
  note: string;
  unit: string;
  prescribed: number;
  dispensed: number;
  open: number;
  closed: string | null;
  /** a medicine to buy: nothing is given here */
  outside: boolean;
  given: { name: string; batch: string; quantity: number }[];
  /** what came back, when and why */
  returned: string[];
  /** usable stock of the prescribed drug */
  stock: number;
  /** the drug whose batches are shown */
  drug: string;
  /** `need` null: only a doctor can say how much stands for the dose */
  substitute: { name: string; need: number | null; unit: string } | null;
  allergies: AllergyLines;
  /** last day of what is still to be given */
  courseEnd: Day;
  rows: SheetRow[];
  /** what could be given instead: same substance first, with today's stock */
  choices: { value: string; label: string; detail: string }[];
  agreedBy: string;
  /** the doctor who is asked about an allergy */
  asked: string;
  unfold: boolean;
}

interface SheetRow {
  name: string;
  id: string;
  batch: string;
  expiry: string;
  have: number;
  proposed: number;
  /** its last good day, where the course lasts longer */
  endsBefore: Day | null;
}

const MOST_FOUND = 8;

interface SheetOptions {
  facility: Facility;
  view: VisitView;
  allergies: readonly AllergyMatch[];
  language: Language;
  t: Translate;
}

/**
 * What the pharmacist's page shows of each line, and the form's values that still fit it: a quantity that was
 * typed for a batch goes when the page now shows another batch in its place.
 */
export function dispenseSheet(
  options: SheetOptions,
  form: FormView,
): { lines: SheetLine[]; values: FormView['values'] } {
  const { facility, view } = options;
  const values = { ...form.values };
  const proposer = new Proposer(facility.stock, facility.today());
  const lines = linesInForce(view).map((line) => sheetLine(options, line, proposer, values));
  return { lines, values };
}

function sheetLine(
  options: SheetOptions,
  line: OpenLine,
  proposer: Proposer,
  values: FormView['values'],
): SheetLine {
  const { facility, view, language, t } = options;
  const { reference, stock, staff } = facility;
  const { key, prescription } = line;
  const { line: written, prescribed, dispensed, open, closed } = line.view;
  const code = written.drug ?? '';
  const typed = typedLine(values as DispenseValues, key);
  const chosen = reference.drugs.has(typed.substitute) && typed.substitute !== code ? typed.substitute : '';
  const drug = chosen || code;
  const need = needOf(facility, line, drug);
  const begin = courseStart(written, fetchedBefore(view, line), facility.today());
  const end = courseEnd(written, open, begin);
  const rows = (open > 0 ? proposer.propose(drug, need ?? 0, end) : []).map((batch, i) => ({
    name: `g${key}_${i}`,
    id: batchId(batch),
    batch: batch.batch,
    expiry: batch.expiry,
    have: batch.have,
    proposed: batch.quantity,
    endsBefore: batch.endsBefore,
  }));
  const sameDrug = typed.drug === drug;
  for (const { name, id } of rows) {
    if (!sameDrug || values[`${name}.batch`] !== id) delete values[`${name}.quantity`];
  }
  const unitOf = (item: Drug | undefined, count: number) => {
    const words = item && reference.doses.units.get(item.unit)?.[language];
    return (count === 1 ? words?.one : words?.many) ?? item?.unit ?? '';
  };
  const prescribedDrug = reference.drugs.get(code);
  const substitute = chosen ? reference.drugs.get(chosen) : undefined;
  const instruction = doseInstruction(written.dose, reference.doses);
  const signer = staff.withRole('doctor').some(({ id }) => id === prescription.by) ? prescription.by : '';
  const given = line.view.given.map(({ drug: code, batch, quantity }) => ({
    ...{ name: reference.drugs.get(code)?.name[language] ?? code, batch, quantity },
  }));
  return {
    key,
    name: prescribedDrug?.name[language] ?? written.name,
    instruction: instruction[language],
    times: doseTimes(written.dose, reference.doses),
    pattern: instruction.printed,
    note: written.note ?? '',
    unit: unitOf(prescribedDrug, prescribed),
    prescribed,
    dispensed,
    open,
    closed: closed && closeWords(closed, t),
    outside: code === '',
    given,
    returned: returnedWords(line.view.returned, reference, language, t),
    stock: code ? stock.balance(code, facility.today()) : 0,
    drug,
    substitute:
      substitute && prescribedDrug
        ? {
            name: substitute.name[language],
            need,
            unit: unitOf(substitute, need ?? 0),
          }
        : null,
    allergies: allergyLines(facility, view, line, drug, options),
    courseEnd: end,
    rows,
    choices: open > 0 && prescribedDrug ? alternatives(options, prescribedDrug, typed.search, chosen) : [],
    agreedBy: typed.agreedBy || signer,
    asked: typed.asked || signer,
    unfold: typed.search !== '' || chosen !== '',
  };
}

/** What the patient took home of a line, also of the same drug on a prescription that this one supersedes. */
function fetchedBefore(view: VisitView, { prescription, view: { line, dispensed } }: OpenLine): Fetched[] {
  let left = dispensed;
  return view.dispenses.flatMap(({ at, prescription: of, lines }) =>
    lines.flatMap((one) => {
      const isOfLine =
        of === prescription._id
          ? one.line === line.line
          : view.superseded.some(({ _id }) => _id === of) && (one.substitute?.for ?? one.drug) === line.drug;
      if (!isOfLine) return [];
      const [given, stands] = one.substitute?.ratio ?? [1, 1];
      const units = Math.min((one.quantity * stands) / given, left);
      left -= units;
      return { day: dayOf(at), units };
    }),
  );
}

function alternatives(
  { facility, language, t }: SheetOptions,
  prescribed: Drug,
  search: string,
  chosen: string,
): SheetLine['choices'] {
  const { reference, stock } = facility;
  const today = facility.today();
  const detail = (drug: Drug) => t('pharmacy.inStock', { count: stock.balance(drug.code, today) });
  const inStock = (drug: Drug) => stock.balance(drug.code, today) > 0;
  const sameGeneric = [...reference.drugs.values()].filter(({ generic }) => generic === prescribed.generic);
  const found = search ? reference.searchDrugs(search, MOST_FOUND * 3) : [];
  const kept = reference.drugs.get(chosen);
  const others = [
    ...new Set([...(kept ? [kept] : []), ...sameGeneric.filter(inStock), ...found.filter(inStock)]),
  ]
    .filter((drug) => drug !== prescribed)
    .slice(0, MOST_FOUND);
  return [
    {
      value: '',
      label: t('pharmacy.asPrescribed', { name: prescribed.name[language] }),
      detail: detail(prescribed),
    },
    ...others.map((drug) => ({ value: drug.code, label: drug.name[language], detail: detail(drug) })),
  ];
}
