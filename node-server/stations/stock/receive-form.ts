import Joi from 'joi';
import type { Day } from '../../../records/day.js';
import type { FieldError } from '../../../records/facility-error.js';
import { isExpired } from '../../../records/batch.js';
import type { Facility } from '../../facility.js';
import { checkField, numberField, textField } from '../../form-fields.js';
import { expiryField } from './expiry-field.js';
import { LONGEST_YEARS, MOST_RECEIVED, MUCH_MONTHS, MUCH_RECEIVED } from './limits.js';

export interface ReceivedLine {
  drug: string;
  /** code chosen where the typed name was not clear */
  pick?: string;
  batch: string;
  expiry: string;
  quantity: number;
  /** “yes, it is so” */
  sure: boolean;
}

export interface Receipt {
  source: string;
  voucher?: string;
  /** holes are rows that were left empty */
  line: (ReceivedLine | undefined)[];
  rows?: number;
  more?: string;
}

export const MOST_LINES = 40;

export const receiptSchema = Joi.object<Receipt>({
  source: textField(120).required(),
  voucher: textField(60),
  line: Joi.array()
    .items(
      Joi.object({
        drug: textField(200).required(),
        pick: textField(80),
        batch: textField(40).required(),
        expiry: expiryField().required(),
        quantity: numberField(1, MOST_RECEIVED).required(),
        sure: checkField(),
      }),
    )
    .sparse()
    .min(1)
    .max(MOST_LINES)
    .required(),
  rows: numberField(1, MOST_LINES),
  more: textField(10),
});

export interface CheckedLine {
  item: string;
  batch: string;
  expiry: string;
  quantity: number;
}

export interface CheckedReceipt {
  lines: CheckedLine[];
  errors: FieldError[];
  /** rows whose name fits several drugs */
  unclear: Map<number, string[]>;
  /** rows that were asked about */
  asked: Set<number>;
}

const MOST_CHOICES = 12;

/**
 * Finds the drugs that the typed names mean, and questions what looks like a typing slip. Takes rows of which only some
 * fields are sound; `lines` are the whole ones.
 */
export function checkReceipt(
  facility: Facility,
  line: readonly (Partial<ReceivedLine> | undefined)[],
  day: Day,
): CheckedReceipt {
  const checked: CheckedReceipt = { lines: [], errors: [], unclear: new Map(), asked: new Set() };
  line.forEach((one, row) => {
    if (one) checkRow(facility, one, { row, day }, checked);
  });
  return checked;
}

function checkRow(
  facility: Facility,
  typed: Partial<ReceivedLine>,
  { row, day }: { row: number; day: Day },
  checked: CheckedReceipt,
): void {
  const { drug, pick, batch, expiry, quantity, sure = false } = typed;
  const named = drug === undefined ? null : findDrug(facility, { drug, pick });
  const candidates = named?.candidates ?? [];
  if (candidates.length > 0) checked.unclear.set(row, candidates);
  if (named?.item === null) {
    const code = candidates.length > 0 ? 'whichDrug' : 'noSuchDrug';
    checked.errors.push({ field: `line.${row}.drug`, code });
  }
  const isOver = expiry !== undefined && isExpired({ expiry }, day);
  if (isOver) checked.errors.push({ field: `line.${row}.expiry`, code: 'expiredBatch' });
  const item = named?.item ?? undefined;
  if (item === undefined || batch === undefined || expiry === undefined || quantity === undefined) return;
  if (isOver) return;
  const questions = [...questionsOf(facility, { item, batch, expiry, quantity }, row, day)];
  if (questions.length > 0) {
    checked.asked.add(row);
    if (!sure) checked.errors.push(...questions);
  }
  checked.lines.push({ item, batch, expiry, quantity });
}

/** A full name in either language, a code, or the only drug that the words fit; else those it may be. */
function findDrug(
  facility: Facility,
  { drug, pick }: { drug: string; pick: string | undefined },
): { item: string | null; candidates: string[] } {
  const { reference } = facility;
  const typed = drug.toLowerCase();
  const exact = [...reference.drugs.values()].find(
    ({ code, name }) =>
      code === typed || name.en.toLowerCase() === typed || name.hi.normalize('NFC') === drug,
  );
  if (exact) return { item: exact.code, candidates: [] };
  const candidates = reference.searchDrugs(drug, MOST_CHOICES).map(({ code }) => code);
  if (pick !== undefined && candidates.includes(pick)) return { item: pick, candidates };
  // One fitting drug is still a guess: it is shown to be confirmed.
  return { item: null, candidates };
}

function* questionsOf(facility: Facility, line: CheckedLine, row: number, day: Day): Iterable<FieldError> {
  const { item, batch, expiry, quantity } = line;
  const { stock } = facility;
  const month = stock.monthlyConsumption(item, day);
  const much = month > 0 ? Math.max(1000, month * MUCH_MONTHS) : MUCH_RECEIVED;
  if (quantity > much) yield { field: `line.${row}.quantity`, code: 'muchReceived', params: { quantity } };
  if (Number(expiry.slice(0, 4)) > Number(day.slice(0, 4)) + LONGEST_YEARS) {
    yield { field: `line.${row}.expiry`, code: 'farExpiry' };
  }
  const other = stock.allBatches(item).find((one) => one.batch === batch && one.expiry !== expiry);
  if (other) {
    const known = `${other.expiry.slice(5)}/${other.expiry.slice(0, 4)}`;
    yield { field: `line.${row}.expiry`, code: 'otherExpiry', params: { expiry: known } };
  }
}
