import type { Request, ServerRoute } from '@hapi/hapi';
import { FacilityError, type FieldError } from '../../../records/facility-error.js';
import { STOCK_KEEPERS } from '../../../records/stock-keepers.js';
import type { Facility } from '../../facility.js';
import { asciiDigits } from '../../../records/transliterate.js';
import { emptyForm, readForm, saveOnce, showForm, type FormView } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { requireRole, staffOf } from '../../session.js';
import type { AppendOptions } from '../../store/ledger.js';
import {
  checkReceipt,
  MOST_LINES,
  receiptSchema,
  type CheckedReceipt,
  type Receipt,
} from './receive-form.js';

const FIRST_ROWS = 4;

/** What came in by one voucher, several lines on one page. */
export function receiveRoutes(facility: Facility): ServerRoute[] {
  const options = requireRole(...STOCK_KEEPERS);
  return [
    {
      method: 'GET',
      path: '/stock/receive',
      options,
      handler: (request, h) => {
        const { item } = request.query as Record<string, unknown>;
        const drug = facility.reference.drugs.get(typeof item === 'string' ? item : '');
        const form = emptyForm(drug ? { 'line.0.drug': drug.name[languageOf(request)] } : {});
        return h.view('stock/receive', { ...pageOf(facility, request, form), form });
      },
    },
    {
      method: 'POST',
      path: '/stock/receive',
      options,
      handler: async (request, h) => {
        const reading = readForm(request, receiptSchema);
        const { form } = reading;
        const again = (errors: FieldError[], checked?: CheckedReceipt, shown: FormView = form) =>
          showForm(h, 'stock/receive', shown, pageOf(facility, request, shown, checked), errors);
        // More rows are only shown: nothing is saved, so nothing is wrong yet.
        if (form.values['more'] !== undefined) return again([], undefined, { ...form, errors: [] });
        const check = (line: Receipt['line'] = []) => checkReceipt(facility, line, facility.today());
        if (!reading.ok) {
          const checked = check(reading.sound?.line);
          return again(checked.errors, checked);
        }
        const receipt = reading.values;
        try {
          // Checked within: a voucher that is saved already may look odd beside its own batches.
          const lines = await saveOnce(request, form, (once) =>
            saveReceipt(facility, { by: staffOf(request).id, once }, receipt, check(receipt.line)),
          );
          return redirectWithNotice(request, h, '/stock', 'stock.received', { lines });
        } catch (error) {
          if (!(error instanceof FacilityError) || error.code !== 'bad-input') throw error;
          const checked = check(receipt.line);
          return again(checked.errors, checked);
        }
      },
    },
  ];
}

/** Gives the number of lines. Throws `bad-input` where a line is wrong or must be looked at once more. */
async function saveReceipt(
  facility: Facility,
  saving: AppendOptions,
  { source, voucher }: Receipt,
  { lines, errors }: CheckedReceipt,
): Promise<number> {
  if (errors.length > 0) throw new FacilityError('bad-input', 'Lines are wrong.', { fields: errors });
  const from = [source, voucher].filter(Boolean).join(' · ');
  return facility.append(saving, (draft) => {
    for (const { quantity, ...line } of lines) {
      draft.stock({ ...line, change: quantity, kind: 'receive', source: from });
    }
    return lines.length;
  });
}

function pageOf(facility: Facility, request: Request, form: FormView, checked?: CheckedReceipt): object {
  const language = languageOf(request);
  const t = translator(request);
  const { drugs } = facility.reference;
  const asked = Number(asciiDigits(String(form.values['rows'] ?? ''))) || FIRST_ROWS;
  const more = form.values['more'] === 'yes' ? FIRST_ROWS : 0;
  const used = Object.keys(form.values).map((name) => Number(/^line\.(\d{1,2})\./.exec(name)?.[1] ?? -1) + 1);
  const count = Math.min(MOST_LINES, Math.max(asked + more, ...used));
  return {
    title: t('stock.receiveTitle'),
    rows: Array.from({ length: count }, (_, i) => ({
      name: `line.${i}`,
      choices: (checked?.unclear.get(i) ?? []).map((code) => ({
        value: code,
        label: drugs.get(code)?.name[language] ?? code,
      })),
      ask: checked?.asked.has(i) === true || form.values[`line.${i}.sure`] === 'yes',
    })),
    drugNames: [...drugs.values()].map(({ name }) => name[language]),
    mayGrow: count < MOST_LINES,
  };
}
