import type { Request, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import type { LabResultRecord } from '../../../records/care.js';
import { FacilityError, type FieldError } from '../../../records/facility-error.js';
import type { LabTest } from '../../../records/lab-test.js';
import { foldVisit, type VisitView } from '../../../records/visit-fold.js';
import { closedPage } from '../../access/closed-page.js';
import { look, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { checkField, textField } from '../../form-fields.js';
import { emptyForm, readForm, saveOnce, showForm } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { tellResults } from '../../referrals/tell-results.js';
import { staffOf } from '../../session.js';
import { closedTo } from '../closed-to.js';
import { loadPerson } from '../load-person.js';
import { personLine } from '../person-line.js';
import { visitFromPath } from '../visit-path.js';
import { labSheet, type SheetTest } from './lab-sheet.js';
import { readValue, type ReadValue } from './read-value.js';
import { whoseTest } from './whose-test.js';

const PATH = '/lab/{visit}/correct/{serial}';

interface Correction {
  value: string;
  ok: boolean;
  reason: string;
}

const schema = Joi.object<Correction>({
  value: textField(500).required(),
  ok: checkField(),
  reason: textField(500).min(3).required(),
});

/** A wrong result is never changed: a new one stands in its place and says why; the old one stays readable. */
export function correctResultRoutes(facility: Facility): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: PATH,
      options: looks('view'),
      handler: async (request, h) => {
        const view = foldVisit(await facility.loadVisit(visitFromPath(request, facility.box)));
        if (closedTo('lab', facility, request, view)) {
          return closedPage(facility, request, h, view.patient, view.id);
        }
        const test = findTest(facility, request, view);
        return h.view('lab/correct', { ...(await pageOf(facility, request, view, test)), form: emptyForm() });
      },
    },
    {
      method: 'POST',
      path: PATH,
      options: looks('view'),
      handler: async (request, h) => {
        const visit = visitFromPath(request, facility.box);
        const view = foldVisit(await facility.loadVisit(visit));
        if (closedTo('lab', facility, request, view)) {
          return closedPage(facility, request, h, view.patient, view.id);
        }
        const reading = readForm(request, schema);
        const { form } = reading;
        const old = `${visit}:lab-result:${String(request.params['serial'])}`;
        const test = findTest(facility, request, view, old);
        const again = async (errors: FieldError[]) =>
          showForm(h, 'lab/correct', form, await pageOf(facility, request, view, test), errors);
        const typed = (reading.ok ? reading.values : reading.sound) ?? {};
        const corrected = readCorrection(facility, view, test.test, old, typed);
        if (!reading.ok || !corrected || 'error' in corrected) {
          return again(corrected && 'error' in corrected ? [corrected.error] : []);
        }
        const tell = await tellResults(facility, view.patient);
        await saveOnce(request, form, () =>
          facility.append({ by: staffOf(request).id, visits: [visit] }, (draft) => {
            const standing = resultInForce(foldVisit(draft.recordsOf(visit)), old);
            if (!standing) {
              throw new FacilityError('conflict', 'The result was corrected already.', {
                hint: 'hints.resultsAgain',
              });
            }
            draft.part(visit, 'lab-result', {
              patient: view.patient,
              order: standing.order,
              test: standing.test,
              value: corrected.value,
              ...(test.unit && { unit: test.unit }),
              ...(corrected.verdict.range && { range: corrected.verdict.range }),
              flag: corrected.verdict.flag,
              corrects: old,
              note: reading.values.reason,
            });
            tell(draft, visit);
          }),
        );
        const path = `/lab/${String(request.params['visit'])}/results`;
        return redirectWithNotice(request, h, path, 'lab.corrected', { test: test.name });
      },
    },
  ];
}

/** Null: no value was typed. */
function readCorrection(
  facility: Facility,
  view: VisitView,
  test: LabTest | null,
  old: string,
  { value: text, ok: confirmed = false }: Partial<Correction>,
): ReadValue | null {
  if (text === undefined) return null;
  const read = readValue(test, { field: 'value', text, confirmed }, whoseTest(facility, view));
  const isSame = 'value' in read && read.value === resultInForce(view, old)?.value;
  return isSame ? { error: { field: 'value', code: 'labSame' } } : read;
}

function resultInForce(view: VisitView, id: string): LabResultRecord | undefined {
  const tests = view.labOrders.flatMap((order) => order.tests);
  return tests.find(({ result }) => result?._id === id)?.result ?? undefined;
}

/** The test whose result, in force or replaced, has the serial of the address. */
function findTest(facility: Facility, request: Request, view: VisitView, old?: string): SheetTest {
  const sheet = labSheet(facility, view, {
    language: languageOf(request),
    t: translator(request),
    sensitive: true,
  });
  const serial = String(request.params['serial']);
  const tests = sheet.flatMap(({ tests }) => tests);
  const found =
    tests.find(({ result }) => result?.serial === serial) ??
    (old === undefined
      ? undefined
      : tests.find(({ earlier }) => earlier.some((one) => one.serial === serial)));
  if (!found) throw new FacilityError('not-found', 'No result in force has this number.');
  return found;
}

async function pageOf(
  facility: Facility,
  request: Request,
  view: VisitView,
  test: SheetTest,
): Promise<object> {
  look(request, view.patient, view.id);
  const t = translator(request);
  const patient = await loadPerson(facility, view.patient);
  return {
    title: t('lab.correctTitle', { test: test.name }),
    patient: {
      ...personLine({ ...patient.demographics, id: view.patient }, t, facility.today()),
      token: view.token,
    },
    test,
    key: String(request.params['visit']),
    serial: String(request.params['serial']),
  };
}
