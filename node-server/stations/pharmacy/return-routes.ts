import type { Request, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import type { DispenseRecord } from '../../../records/care.js';
import { FacilityError, type FieldError } from '../../../records/facility-error.js';
import type { VisitId } from '../../../records/ids.js';
import type { StockMovement } from '../../../records/supply.js';
import { foldVisit } from '../../../records/visit-fold.js';
import { closedPage } from '../../access/closed-page.js';
import { look, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { choiceField, numberField, textField } from '../../form-fields.js';
import { emptyForm, readForm, saveOnce, showForm } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import type { AppendOptions } from '../../store/ledger.js';
import { allergyWords } from '../allergy-words.js';
import { closedTo } from '../closed-to.js';
import { loadPerson } from '../load-person.js';
import { personLine } from '../person-line.js';
import { readMovements } from '../stock/read-movements.js';
import { REASONS, reasonText } from '../../../templates/stock-reasons.js';
import { visitFromPath, visitPath } from '../visit-path.js';
import { serialOf } from './dispense-line.js';
import { OneAtATime } from './one-at-a-time.js';

/** One batch that the patient got, and what he has brought back of it. */
interface Given {
  /** name of its input */
  field: string;
  dispense: string;
  item: string;
  batch: string;
  expiry: string;
  given: number;
  returned: number;
  at: string;
}

type Values = Record<string, string | number | undefined>;

const schema = Joi.object<Values>({
  reason: choiceField(...REASONS['from-patient']).required(),
  words: textField(300).when('reason', { is: 'other', then: Joi.required() }),
}).pattern(/^d[b-z]?\d{1,3}_\d{1,3}\.quantity$/, numberField(0, 100_000));

/** A patient brings medicine back: it goes into its batch again, with the reason. */
export function returnRoutes(facility: Facility): ServerRoute[] {
  // What was returned before stands in the ledger only, which a builder cannot read. Nobody else writes returns,
  // and each is on disk before the next one of its visit reads: as good as a look within the builder.
  const returns = new OneAtATime();
  return [
    {
      method: 'GET',
      path: '/pharmacy/{visit}/return',
      options: looks('view'),
      handler: async (request, h) => {
        const visit = visitFromPath(request, facility.box);
        const view = foldVisit(await facility.loadVisit(visit));
        if (closedTo('pharmacy', facility, request, view))
          return closedPage(facility, request, h, view.patient, visit);
        return h.view('pharmacy/return', { ...(await pageOf(facility, request, visit)), form: emptyForm() });
      },
    },
    {
      method: 'POST',
      path: '/pharmacy/{visit}/return',
      options: looks('view'),
      handler: async (request, h: ResponseToolkit) => {
        const visit = visitFromPath(request, facility.box);
        const view = foldVisit(await facility.loadVisit(visit));
        if (closedTo('pharmacy', facility, request, view))
          return closedPage(facility, request, h, view.patient, visit);
        const reading = readForm(request, schema);
        const again = async (errors: FieldError[]) =>
          showForm(h, 'pharmacy/return', reading.form, await pageOf(facility, request, visit), errors);
        if (!reading.ok) return again([]);
        const { values } = reading;
        try {
          const units = await saveOnce(request, reading.form, (once) =>
            returns.run(visit, () => saveReturn(facility, { by: staffOf(request).id, once }, visit, values)),
          );
          return redirectWithNotice(request, h, `/pharmacy/${visitPath(visit)}`, 'pharmacy.returned', {
            units,
          });
        } catch (error) {
          if (error instanceof FacilityError && error.code === 'bad-input' && error.fields.length > 0) {
            return again(error.fields);
          }
          throw error;
        }
      },
    },
  ];
}

async function saveReturn(
  facility: Facility,
  saving: AppendOptions,
  visit: VisitId,
  values: Values,
): Promise<number> {
  const given = await readGiven(facility, visit);
  const wanted = given.flatMap((one) => {
    const quantity = Number(values[one.field] ?? 0);
    return quantity > 0 ? [{ one, quantity }] : [];
  });
  const errors: FieldError[] = wanted
    .filter(({ one, quantity }) => quantity > one.given - one.returned)
    .map(({ one }) => ({
      field: one.field,
      code: 'returnTooMuch',
      params: { most: one.given - one.returned },
    }));
  if (wanted.length === 0) errors.push({ field: given[0]?.field ?? 'reason', code: 'required' });
  if (errors.length > 0)
    throw new FacilityError('bad-input', 'More comes back than was given.', { fields: errors });
  const reason = reasonText(String(values['reason']), values['words'] as string | undefined);
  return facility.append({ ...saving, visits: [visit] }, (draft) => {
    const { patient } = foldVisit(draft.recordsOf(visit));
    for (const dispense of new Set(wanted.map(({ one }) => one.dispense))) {
      const back = wanted.filter(({ one }) => one.dispense === dispense);
      const lines = back.map(({ one, quantity }) => ({ drug: one.item, batch: one.batch, quantity }));
      draft.part(visit, 'dispense-return', { patient, dispense, lines, reason });
    }
    for (const { one, quantity } of wanted) {
      const { item, batch, expiry, dispense } = one;
      draft.stock({ item, batch, expiry, change: quantity, kind: 'return', reason, dispense });
    }
    return wanted.reduce((sum, { quantity }) => sum + quantity, 0);
  });
}

/** A dispensing names no expiry: the stock movements that were written with it do. */
async function readGiven(facility: Facility, visit: VisitId): Promise<Given[]> {
  const { dispenses } = foldVisit(await facility.loadVisit(visit));
  const read = async (dispense: DispenseRecord): Promise<Given[]> => {
    const items = [...new Set(dispense.lines.map(({ drug }) => drug))];
    const found = await Promise.all(
      items.map((item) =>
        readMovements(facility.databases.records, facility.box, item, { afterN: dispense.n }),
      ),
    );
    const own = found
      .flatMap(({ movements }) => movements)
      .filter((movement) => movement.dispense === dispense._id)
      .sort((a, b) => a.n - b.n);
    const same = (a: StockMovement, b: StockMovement) =>
      a.item === b.item && a.batch === b.batch && a.expiry === b.expiry;
    const batches = own.filter(
      (one, i) => one.kind === 'dispense' && own.findIndex((other) => same(one, other)) === i,
    );
    return batches.map((one, i) => {
      const sum = (kind: string) =>
        own
          .filter((other) => other.kind === kind && same(one, other))
          .reduce((total, { change }) => total + change, 0);
      const { item, batch, expiry, at } = one;
      const field = `d${serialOf(dispense._id)}_${i}.quantity`;
      return {
        field,
        dispense: dispense._id,
        item,
        batch,
        expiry,
        at,
        given: -sum('dispense'),
        returned: sum('return'),
      };
    });
  };
  return (await Promise.all(dispenses.map(read))).flat();
}

async function pageOf(facility: Facility, request: Request, visit: VisitId): Promise<object> {
  const t = translator(request);
  const language = languageOf(request);
  const { drugs, doses } = facility.reference;
  const view = foldVisit(await facility.loadVisit(visit));
  look(request, view.patient, visit);
  const patient = await loadPerson(facility, view.patient);
  return {
    title: t('pharmacy.returnTitle'),
    key: visitPath(visit),
    patient: {
      ...personLine({ ...patient.demographics, id: view.patient }, t, facility.today()),
      token: view.token,
      allergies: allergyWords(patient.allergies, t),
    },
    given: (await readGiven(facility, visit)).map((one) => {
      const drug = drugs.get(one.item);
      return {
        ...one,
        name: drug?.name[language] ?? one.item,
        unit: (drug && doses.units.get(drug.unit)?.[language].many) ?? '',
      };
    }),
    reasons: REASONS['from-patient'].map((value) => ({ value, label: t(`stock.reasons.${value}`) })),
  };
}
