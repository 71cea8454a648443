import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import { matchAllergies } from '../../../records/allergy-match.js';
import { FacilityError, type FieldError } from '../../../records/facility-error.js';
import type { VisitId } from '../../../records/ids.js';
import { foldVisit, type VisitView } from '../../../records/visit-fold.js';
import { closedPage } from '../../access/closed-page.js';
import { look, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { emptyForm, readForm, saveOnce, withErrors, type FormView } from '../../forms.js';
import { knownAllergies } from '../../known-allergies.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import { allergyWords } from '../allergy-words.js';
import { isAt } from '../is-at.js';
import { closedTo } from '../closed-to.js';
import { loadPerson } from '../load-person.js';
import { personLine } from '../person-line.js';
import { stationName } from '../station-room.js';
import { visitFromPath, visitPath } from '../visit-path.js';
import { CLOSE_REASONS } from './close-reasons.js';
import { dispenseSchema, lineOfField, typedLine, type DispenseValues } from './dispense-form.js';
import { inForceKey, linesInForce } from './dispense-line.js';
import { dispenseSheet } from './dispense-sheet.js';
import { planDispense } from './plan-dispense.js';
import { saveDispense } from './save-dispense.js';

/** The prescription in force, line by line with today's batches, and one form that gives all of it out. */
export function dispenseRoutes(facility: Facility): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: '/pharmacy/{visit}',
      options: looks('view'),
      handler: (request, h) =>
        showSheet(facility, request, h, visitFromPath(request, facility.box), emptyForm(), []),
    },
    {
      method: 'POST',
      path: '/pharmacy/{visit}',
      options: looks('view'),
      handler: (request, h) => takeForm(facility, request, h, visitFromPath(request, facility.box)),
    },
  ];
}

async function takeForm(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  visit: VisitId,
): Promise<ResponseObject> {
  const standing = foldVisit(await facility.loadVisit(visit));
  if (closedTo('pharmacy', facility, request, standing))
    return closedPage(facility, request, h, standing.patient, visit);
  const reading = readForm(request, dispenseSchema);
  const { form } = reading;
  const again = (errors: FieldError[], shown: FormView = form) =>
    showSheet(facility, request, h, visit, shown, errors);
  // Only a look for substitutes: nothing is saved, so nothing is wrong yet.
  if (form.values['find'] !== undefined) return again([], { ...form, errors: [] });
  const typed = reading.ok ? reading.values : reading.sound;
  if (typed === null) return again([]);
  const unseen = unseenSubstitutes(standing, typed);
  if (!reading.ok || unseen.length > 0) {
    return again([...unseen, ...otherErrors(facility, standing, typed, [...form.errors, ...unseen])]);
  }
  const { values } = reading;
  try {
    const done = await saveOnce(request, form, () =>
      saveDispense(facility, staffOf(request).id, visit, values),
    );
    const key = visitPath(visit);
    if (done.given === 0) {
      const words = done.move === 'hold' ? 'heldNothing' : 'closedNothing';
      return redirectWithNotice(request, h, '/pharmacy', `pharmacy.${words}`, { token: done.token });
    }
    const words = done.openLines > 0 ? 'savedPart' : 'savedAll';
    return redirectWithNotice(request, h, `/pharmacy/${key}/label`, `pharmacy.${words}`, {
      token: done.token,
      lines: done.openLines,
    });
  } catch (error) {
    if (!(error instanceof FacilityError)) throw error;
    if (error.code === 'bad-input') return again(error.fields);
    if (error.params['outcome'] !== 'superseded') throw error;
    // What was typed belongs to a prescription that no longer counts.
    return again([{ field: 'rx', code: 'rxSuperseded' }], { ...emptyForm(), once: form.once });
  }
}

/** Lines where another drug was chosen and its batches were not yet on the page. */
function unseenSubstitutes(view: VisitView, values: DispenseValues): FieldError[] {
  return linesInForce(view).flatMap(({ key, view: { line, open } }) => {
    const { drug, substitute } = typedLine(values, key);
    const wanted = substitute || (line.drug ?? '');
    return open > 0 && drug !== '' && drug !== wanted
      ? [{ field: `l${key}.substitute`, code: 'seeBatches' }]
      : [];
  });
}

/** What is wrong in the lines that have no error yet: all of a page is said at once. */
function otherErrors(
  facility: Facility,
  view: VisitView,
  values: DispenseValues,
  errors: readonly FieldError[],
): FieldError[] {
  // An overtaken page is another matter: its lines are other ones.
  if (inForceKey(view) !== (values['rx'] ?? '')) return [];
  const plan = planDispense({
    ...{ facility, view, values, day: facility.today(), later: values['go'] === 'later' },
    allergies: matchAllergies(knownAllergies(facility, view.patient), facility.reference),
    unread: new Set(errors.flatMap(({ field }) => lineOfField(field) ?? [])),
  });
  return plan.errors;
}

async function showSheet(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  visit: VisitId,
  form: FormView,
  errors: FieldError[],
): Promise<ResponseObject> {
  const t = translator(request);
  const language = languageOf(request);
  const view = foldVisit(await facility.loadVisit(visit));
  if (closedTo('pharmacy', facility, request, view))
    return closedPage(facility, request, h, view.patient, visit);
  look(request, view.patient, visit);
  const patient = await loadPerson(facility, view.patient);
  const allergies = matchAllergies(patient.allergies, facility.reference);
  const { lines, values } = dispenseSheet({ facility, view, allergies, language, t }, form);
  const shown = withErrors({ ...form, values }, errors);
  const latest = view.prescription?.prescription;
  return h
    .view('pharmacy/dispense', {
      title: t('pharmacy.dispenseTitle', { token: view.token }),
      key: visitPath(visit),
      patient: {
        ...personLine({ ...patient.demographics, id: view.patient }, t, facility.today()),
        token: view.token,
        priority: view.entry.priority,
        allergies: allergyWords(patient.allergies, t),
      },
      rx: inForceKey(view),
      signedBy: latest ? (facility.staff.find(latest.by)?.name[language] ?? latest.by) : '',
      signedAt: latest?.at ?? '',
      signedDay: view.day === facility.today() ? '' : view.day,
      changed: latest?.supersedes !== undefined,
      changedWhy: latest?.reason ?? '',
      lines,
      openLines: view.openLines,
      given: view.dispenses.length > 0,
      here: isAt(view, 'pharmacy'),
      elsewhere:
        isAt(view, view.station) && view.station !== 'pharmacy'
          ? stationName(facility.workflow, view.station, language)
          : '',
      reasons: CLOSE_REASONS.map((value) => ({ value, label: t(`pharmacy.closeReasons.${value}`) })),
      doctors: facility.staff
        .withRole('doctor')
        .map(({ id, name }) => ({ value: id, label: name[language] })),
      form: shown,
    })
    .code(shown.errors.length > 0 ? 400 : 200);
}
