import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { printedAbha } from '../../../records/abha.js';
import type { KnownPatient } from '../../../records/patient-directory.js';
import { look, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { emptyForm, readForm, saveOnce, showForm, type FormView } from '../../forms.js';
import { textField } from '../../form-fields.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { eachOnce } from '../../one-person.js';
import { personConsents } from '../../person-consents.js';
import { staffOf } from '../../session.js';
import { visitPath } from '../visit-path.js';
import { amendPatient, stateOf } from './amend-patient.js';
import { amendmentLines } from './amendment-lines.js';
import { consentRows } from './consent-routes.js';
import { choiceFields } from './choice-fields.js';
import { foundPatients } from './found-patient.js';
import { issueSlip, type SlipChoice } from './issue-slip.js';
import { judgePerson, judgePriority, sureField, type JudgedPerson } from './judge-person.js';
import { patientOfPath } from './patient-of-path.js';
import { personFields, personValues, readPerson, type PersonValues } from './person-form.js';
import { ageErrorsOf, understoodAge } from './understood-age.js';

const choiceSchema = Joi.object<SlipChoice & { sure: string[] }>({ ...choiceFields, sure: sureField() });

/** `/counter/patient/BR1042-004217-K`: a slip with choices, and the patient's particulars. */
export function patientRoutes(facility: Facility): ServerRoute[] {
  const amendSchema = Joi.object<PersonValues & { state: string; reason: string; sure: string[] }>({
    ...personFields(() => facility.today()),
    state: textField(40).required(),
    reason: textField(200).required(),
    sure: sureField(),
  });
  return [
    {
      method: 'GET',
      path: '/counter/patient/{id}',
      options: looks('view'),
      handler: (request, h) => {
        const patient = patientOfPath(facility, request);
        const values = { priority: patient.category ?? 'none', station: firstStation(facility) };
        return showPatient(facility, request, h, patient, emptyForm(values));
      },
    },
    {
      method: 'POST',
      path: '/counter/patient/{id}',
      options: looks('view'),
      handler: async (request, h) => {
        const patient = patientOfPath(facility, request);
        const reading = readForm(request, choiceSchema);
        if (!reading.ok) return showPatient(facility, request, h, patient, reading.form);
        const judged = judgePriority(facility, patient, reading.values);
        if (judged.errors.length > 0) return showPatient(facility, request, h, patient, reading.form, judged);
        const { visit, standing } = await saveOnce(request, reading.form, (once) =>
          issueSlip(facility, { by: staffOf(request).id, once }, patient.id, reading.values),
        );
        const notice = standing ? 'counter.alreadyHas' : 'counter.issued';
        return redirectWithNotice(request, h, `/counter/slip/${visitPath(visit)}`, notice);
      },
    },
    {
      method: 'GET',
      path: '/counter/patient/{id}/change',
      options: looks('view'),
      handler: (request, h) => {
        const patient = patientOfPath(facility, request);
        const values = { ...personValues(patient), state: stateOf(patient) };
        return showAmend(facility, request, h, patient, emptyForm(values));
      },
    },
    {
      method: 'POST',
      path: '/counter/patient/{id}/change',
      options: looks('view'),
      handler: async (request, h) => {
        const patient = patientOfPath(facility, request);
        const reading = readForm(request, amendSchema);
        if (!reading.ok) return showAmend(facility, request, h, patient, reading.form);
        const { state, reason, sure, ...values } = reading.values;
        const person = readPerson(values, facility.today(), patient);
        const judged = judgePerson(facility, person, { sure }, 'category');
        const errors = [...ageErrorsOf(facility, request, values, patient), ...judged.errors];
        if (errors.length > 0)
          return showAmend(facility, request, h, patient, reading.form, { ...judged, errors });
        const outcome = await saveOnce(request, reading.form, (once) =>
          amendPatient(facility, { by: staffOf(request).id, once }, patient.id, {
            state,
            reason,
            read: (before) => readPerson(values, facility.today(), before),
          }),
        );
        if (outcome === 'changed-meanwhile') {
          const now = patientOfPath(facility, request);
          const form = { ...reading.form, once: emptyForm().once };
          form.values = { ...form.values, state: stateOf(now) };
          return showAmend(facility, request, h, now, form, { changedMeanwhile: true });
        }
        const notice = outcome === 'amended' ? 'counter.amended' : 'counter.nothingAmended';
        return redirectWithNotice(request, h, pathOf(patient), notice);
      },
    },
  ];
}

function pathOf(patient: KnownPatient): string {
  return `/counter/patient/${patient.id.slice('patient:'.length)}`;
}

function firstStation(facility: Facility): string {
  return facility.workflow.stations[0]?.id ?? 'doctor';
}

async function showPatient(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  patient: KnownPatient,
  form: FormView,
  { questions, errors }: JudgedPerson = { questions: [], errors: [] },
): Promise<ResponseObject> {
  look(request, patient.id);
  const t = translator(request);
  const language = languageOf(request);
  const records = await facility.loadPatient(patient.id);
  const [person] = foundPatients(facility, request, eachOnce(facility, [patient]), t, language);
  const page = {
    questions,
    title: patient.name,
    heading: false,
    person,
    path: request.path,
    patientPath: pathOf(patient),
    id: patient.id.slice('patient:'.length),
    consents: consentRows(await personConsents(facility, patient.id), facility, language).filter(
      ({ state }) => state === 'given' || state === 'refused',
    ),
    mayAudit: staffOf(request).roles.includes('incharge'),
    abha: patient.abha && printedAbha(patient.abha),
    abhaAddress: patient.abhaAddress,
    visits: person?.visits ?? 0,
    household: facility.patients.household(patient.id).length,
    firstStations: facility.workflow.stations.map(({ id, name }) => ({ value: id, label: name[language] })),
    changes: amendmentLines(records, facility, t, language),
  };
  return showForm(h, 'counter/patient', form, page, errors);
}

function showAmend(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  patient: KnownPatient,
  form: FormView,
  {
    changedMeanwhile = false,
    questions = [],
    errors = [],
  }: Partial<JudgedPerson> & { changedMeanwhile?: boolean } = {},
): ResponseObject {
  look(request, patient.id);
  const t = translator(request);
  const page = {
    title: t('counter.amendTitle', { name: patient.name }),
    patientPath: pathOf(patient),
    changedMeanwhile,
    questions,
    scripts: ['age.js'],
    understood: understoodAge(facility, request, form.values),
  };
  const answer = showForm(h, 'counter/amend', form, page, errors);
  return changedMeanwhile ? answer.code(409) : answer;
}
