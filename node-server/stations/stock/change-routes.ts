import type { Request, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { FacilityError, type FieldError } from '../../../records/facility-error.js';
import { isExpired, type Batch } from '../../../records/batch.js';
import { STOCK_KEEPERS } from '../../../records/stock-keepers.js';
import type { Facility } from '../../facility.js';
import { choiceField, numberField, textField } from '../../form-fields.js';
import { emptyForm, readForm, saveOnce, showForm } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { requireRole, staffOf } from '../../session.js';
import type { AppendOptions } from '../../store/ledger.js';
import { batchId } from '../pharmacy/propose.js';
import { MOST_RECEIVED } from './limits.js';
import { REASONS, reasonText } from '../../../templates/stock-reasons.js';
import { showExpiry } from '../../../records/show-expiry.js';

interface Change {
  /** `2027-03 AB12` */
  batch: string;
  /** `adjust`: what was counted, or how much more or less there is */
  how?: 'counted' | 'more' | 'less';
  quantity: number;
  /** the balances that the page showed, batch by batch: `120 2027-03 AB12` */
  seen?: string;
  to?: string;
  reason: string;
  words?: string;
}

const KINDS = ['adjust', 'return'] as const;
type Kind = (typeof KINDS)[number];

const common = {
  batch: textField(60).required(),
  seen: textField(20_000),
  words: textField(300).when('reason', { is: 'other', then: Joi.required() }),
};

const SCHEMAS: Record<Kind, Joi.ObjectSchema<Change>> = {
  adjust: Joi.object<Change>({
    ...common,
    how: choiceField('counted', 'more', 'less').required(),
    quantity: numberField(0, MOST_RECEIVED).required(),
    reason: choiceField(...REASONS.adjust).required(),
  }),
  return: Joi.object<Change>({
    ...common,
    quantity: numberField(1, MOST_RECEIVED).required(),
    to: textField(120).required(),
    reason: choiceField(...REASONS.return).required(),
  }),
};

/** A count that differs, and what goes back to the district's store; each with its reason. */
export function changeRoutes(facility: Facility): ServerRoute[] {
  return KINDS.flatMap((kind): ServerRoute[] => [
    {
      method: 'GET',
      path: `/stock/item/{item}/${kind}`,
      options: requireRole(...STOCK_KEEPERS),
      handler: (request, h) => {
        const { batch } = request.query as Record<string, unknown>;
        const form = emptyForm(typeof batch === 'string' ? { batch } : {});
        return h.view('stock/change', { ...pageOf(facility, request, kind), form });
      },
    },
    {
      method: 'POST',
      path: `/stock/item/{item}/${kind}`,
      options: { plugins: { nadi: { roles: [...STOCK_KEEPERS], pin: true } } },
      handler: async (request, h) => {
        const reading = readForm(request, SCHEMAS[kind]);
        const page = pageOf(facility, request, kind);
        if (!reading.ok) return showForm(h, 'stock/change', reading.form, page);
        const { form, values } = reading;
        const again = (errors: FieldError[]) => {
          // The page shows the balance as it is now, and the next count is held against that.
          const { seen: _seen, ...typed } = form.values;
          return showForm(
            h,
            'stock/change',
            { ...form, values: typed },
            pageOf(facility, request, kind),
            errors,
          );
        };
        try {
          const item = String(request.params['item']);
          await saveOnce(request, form, (once) =>
            saveChange(facility, { by: staffOf(request).id, once }, item, kind, values),
          );
          return redirectWithNotice(request, h, `/stock/item/${item}`, `stock.done.${kind}`);
        } catch (error) {
          if (error instanceof FacilityError && error.code === 'bad-input') return again(error.fields);
          if (error instanceof FacilityError && error.code === 'stock-short') {
            return again([
              { field: 'quantity', code: 'stockHas', params: { available: error.params['available'] ?? 0 } },
            ]);
          }
          throw error;
        }
      },
    },
  ]);
}

/** One tap takes an expired batch, or all expired ones of the item, off the shelf. */
export function expireRoute(facility: Facility): ServerRoute {
  const schema = Joi.object<{ batch?: string; back?: string }>({
    batch: textField(60),
    back: choiceField('list', 'item'),
  });
  return {
    method: 'POST',
    path: '/stock/item/{item}/expire',
    options: requireRole(...STOCK_KEEPERS),
    handler: async (request, h) => {
      const item = String(request.params['item']);
      const reading = readForm(request, schema);
      if (!reading.ok)
        throw new FacilityError('bad-input', 'The batch is not named.', { fields: reading.form.errors });
      const { batch, back } = reading.values;
      const units = await saveOnce(request, reading.form, (once) =>
        facility.append({ by: staffOf(request).id, once }, (draft) => {
          const expired = facility.stock
            .allBatches(item)
            .filter((one) => one.quantity > 0 && isExpired(one, draft.day))
            .filter((one) => batch === undefined || batchId(one) === batch);
          if (expired.length === 0)
            throw new FacilityError('already-done', 'No expired stock of this batch is left.');
          for (const { quantity, ...one } of expired) {
            draft.stock({ item, ...one, change: -quantity, kind: 'expire', reason: 'expired' });
          }
          return expired.reduce((sum, { quantity }) => sum + quantity, 0);
        }),
      );
      const path = back === 'list' ? '/stock?show=expired' : `/stock/item/${item}`;
      return redirectWithNotice(request, h, path, 'stock.done.expire', { units });
    },
  };
}

function saveChange(
  facility: Facility,
  saving: AppendOptions,
  item: string,
  kind: Kind,
  values: Change,
): Promise<void> {
  return facility.append(saving, (draft) => {
    const batch = facility.stock.allBatches(item).find((one) => batchId(one) === values.batch);
    if (!batch) throw wrong('batch', 'unknownChoice');
    const { reason, words, to } = values;
    const change = kind === 'return' ? -values.quantity : changeOf(values, batch);
    if (change === 0) throw wrong('quantity', 'noChange');
    const movement = { item, batch: batch.batch, expiry: batch.expiry, change, kind };
    facility.stock.checkMovement(movement, draft.day);
    draft.stock({ ...movement, reason: reasonText(reason, words), ...(to && { source: to }) });
  });
}

function changeOf({ how, quantity, seen, batch: id }: Change, batch: Batch): number {
  if (how === 'more') return quantity;
  if (how === 'less') return -quantity;
  // Somebody gave some out between the count and this save: the count no longer tells the difference.
  if (!(seen ?? '').split('\n').includes(`${batch.quantity} ${id}`))
    throw wrong('quantity', 'countAgain', { now: batch.quantity });
  return quantity - batch.quantity;
}

function wrong(field: string, code: string, params?: FieldError['params']): FacilityError {
  const error: FieldError = { field, code, ...(params ? { params } : {}) };
  return new FacilityError('bad-input', 'The change of stock has wrong fields.', { fields: [error] });
}

function pageOf(facility: Facility, request: Request, kind: Kind): object {
  const t = translator(request);
  const language = languageOf(request);
  const item = String(request.params['item']);
  const drug = facility.reference.drugs.get(item);
  const unit = (drug && facility.reference.doses.units.get(drug.unit)?.[language].many) ?? '';
  const batches = facility.stock.allBatches(item);
  return {
    title: t(`stock.changeTitle.${kind}`),
    kind,
    item,
    name: drug?.name[language] ?? item,
    unit,
    seen: batches.map((batch) => `${batch.quantity} ${batchId(batch)}`).join('\n'),
    batches: batches.map((batch) => ({
      value: batchId(batch),
      label: t('stock.batchLine', { batch: batch.batch, expiry: showExpiry(batch.expiry) }),
      detail: `${batch.quantity} ${unit}`,
    })),
    reasons: REASONS[kind].map((value) => ({ value, label: t(`stock.reasons.${value}`) })),
  };
}
