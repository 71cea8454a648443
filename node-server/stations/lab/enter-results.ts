import type { Request, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { FacilityError, type FieldError } from '../../../records/facility-error.js';
import { foldVisit, type VisitView } from '../../../records/visit-fold.js';
import { nextStation } from '../../../records/workflow.js';
import { closedPage } from '../../access/closed-page.js';
import { look, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { checkField, choiceField, textField } from '../../form-fields.js';
import { emptyForm, readForm, saveOnce, showForm } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { tellResults, type TellResults } from '../../referrals/tell-results.js';
import { staffOf } from '../../session.js';
import { isAt } from '../is-at.js';
import { closedTo } from '../closed-to.js';
import { loadPerson } from '../load-person.js';
import { personLine } from '../person-line.js';
import { stationName } from '../station-room.js';
import { visitFromPath } from '../visit-path.js';
import { labSheet, type SheetTest } from './lab-sheet.js';
import { readValue, type ReadValue } from './read-value.js';
import { whoseTest } from './whose-test.js';

type Typed = Record<string, string | boolean | undefined>;
interface Entry {
  test: SheetTest;
  field: string;
  note: string | undefined;
  read: Exclude<ReadValue, { error: FieldError }>;
}

/** All tests of a visit on one page; what is left empty is entered later. */
export function enterResultRoutes(facility: Facility): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: '/lab/{visit}',
      options: looks('view'),
      handler: async (request, h) => {
        const view = foldVisit(await facility.loadVisit(visitFromPath(request, facility.box)));
        if (closedTo('lab', facility, request, view)) {
          return closedPage(facility, request, h, view.patient, view.id);
        }
        return h.view('lab/enter', { ...(await pageOf(facility, request, view)), form: emptyForm() });
      },
    },
    {
      method: 'POST',
      path: '/lab/{visit}',
      options: looks('view'),
      handler: async (request, h) => {
        const view = foldVisit(await facility.loadVisit(visitFromPath(request, facility.box)));
        if (closedTo('lab', facility, request, view)) {
          return closedPage(facility, request, h, view.patient, view.id);
        }
        const { id } = view;
        const sheet = testsOf(facility, request, view);
        const reading = readForm<Typed>(request, schemaOf(sheet));
        const again = async (errors: FieldError[]) => {
          const page = await pageOf(facility, request, foldVisit(await facility.loadVisit(id)));
          return showForm(h, 'lab/enter', reading.form, page, errors);
        };
        if (!reading.ok) {
          return again(reading.sound ? readEntries(facility, view, sheet, reading.sound).errors : []);
        }
        const { values } = reading;
        const { entries, errors } = readEntries(facility, view, sheet, values);
        const send = values['go'] === 'send';
        const open = sheet.filter(({ result }) => result === null);
        if (errors.length > 0) return again(errors);
        if (entries.length === 0 && !send) {
          return again([{ field: `r${open[0]?.key ?? ''}`, code: 'labNothing' }]);
        }
        try {
          const tell = await tellResults(facility, view.patient);
          const outcome = await saveOnce(request, reading.form, () =>
            saveResults(facility, staffOf(request).id, id, { entries, send, tell }),
          );
          const t = translator(request);
          const language = languageOf(request);
          const { next, critical, rest, token } = outcome;
          const station =
            next && next !== 'finish' ? stationName(facility.workflow, next, language) : t('lab.finished');
          if (entries.length === 0) {
            return redirectWithNotice(request, h, '/lab', 'lab.sent', { token, station });
          }
          const path = `/lab/${String(request.params['visit'])}/results`;
          const said = next ? 'savedAndSent' : rest > 0 ? 'savedPart' : 'saved';
          return redirectWithNotice(request, h, path, `lab.${said}`, { token, station, rest, critical });
        } catch (error) {
          if (error instanceof FacilityError && error.code === 'conflict' && error.fields.length > 0) {
            return again(error.fields);
          }
          throw error;
        }
      },
    },
  ];
}

function readEntries(facility: Facility, view: VisitView, sheet: SheetTest[], values: Typed) {
  const whose = whoseTest(facility, view);
  const entries: Entry[] = [];
  const errors: FieldError[] = [];
  for (const test of sheet) {
    const field = `r${test.key}`;
    const text = values[field];
    if (typeof text !== 'string') continue;
    const read = readValue(test.test, { field, text, confirmed: values[`ok${test.key}`] === true }, whose);
    if ('error' in read) errors.push(read.error);
    else entries.push({ test, field, read, note: values[`note${test.key}`] as string | undefined });
  }
  return { entries, errors };
}

/**
 * Writes the results; with the last one, or when asked to, the visit goes on to the next station in the same write.
 * Throws `conflict` with the fields that another technician has filled meanwhile.
 */
function saveResults(
  facility: Facility,
  by: string,
  visit: string,
  { entries, send, tell }: { entries: Entry[]; send: boolean; tell: TellResults },
) {
  return facility.append({ by, visits: [visit] }, (draft) => {
    const before = foldVisit(draft.recordsOf(visit));
    const taken = entries.flatMap(({ test, field }) => {
      const order = before.labOrders.find((one) => one.order._id === test.order);
      const standing = order?.tests.find((one) => one.test === test.code)?.result;
      return standing ? [{ field, code: 'labTaken' }] : [];
    });
    if (taken.length > 0) {
      throw new FacilityError('conflict', 'Some tests have a result already.', { fields: taken });
    }
    const { patient } = before;
    for (const { test, read, note } of entries) {
      draft.part(visit, 'lab-result', {
        patient,
        order: test.order,
        test: test.code,
        value: read.value,
        ...(test.unit && { unit: test.unit }),
        ...(read.verdict.range && { range: read.verdict.range }),
        flag: read.verdict.flag,
        ...(note && { note }),
      });
    }
    tell(draft, visit);
    const after = foldVisit(draft.recordsOf(visit));
    const rest = after.openTests.length;
    const critical = entries.filter(({ read }) => read.verdict.flag === 'critical').length;
    const next =
      isAt(after, 'lab') && (rest === 0 || send)
        ? nextStation(facility.workflow, { ...after, openTests: [] })
        : null;
    if (next) {
      const later = rest > 0 && { reason: `Results later: ${after.openTests.join(', ')}`.slice(0, 500) };
      draft.part(visit, 'move', {
        patient,
        station: 'lab',
        ...(next === 'finish' ? { action: 'finish' } : { action: 'transfer', to: next }),
        ...later,
      });
    }
    return { next, rest, critical, token: after.token };
  });
}

function testsOf(facility: Facility, request: Request, view: VisitView): SheetTest[] {
  return ordersOf(facility, request, view).flatMap(({ tests }) => tests);
}

function ordersOf(facility: Facility, request: Request, view: VisitView) {
  return labSheet(facility, view, { language: languageOf(request), t: translator(request), sensitive: true });
}

/** Every test of the visit, done or not: a page that is older than a colleague's save still says what is wrong. */
function schemaOf(sheet: SheetTest[]): Joi.ObjectSchema<Typed> {
  const fields: Joi.PartialSchemaMap = { go: choiceField('send') };
  for (const { key, test } of sheet) {
    fields[`r${key}`] = textField(test ? 30 : 500);
    fields[`ok${key}`] = checkField();
    fields[`note${key}`] = textField(500);
  }
  return Joi.object<Typed>(fields);
}

async function pageOf(facility: Facility, request: Request, view: VisitView): Promise<object> {
  look(request, view.patient, view.id);
  const t = translator(request);
  const patient = await loadPerson(facility, view.patient);
  const key = String(request.params['visit']);
  return {
    title: t('lab.enterTitle', { token: view.token }),
    patient: {
      ...personLine({ ...patient.demographics, id: view.patient }, t, facility.today()),
      token: view.token,
      priority: view.entry.priority,
    },
    orders: ordersOf(facility, request, view),
    here: isAt(view, 'lab'),
    key,
    open: view.openTests.length,
    scripts: ['lab.js'],
  };
}
