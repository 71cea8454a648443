import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import type { ObjectSchema } from 'joi';
import type { FieldError } from '../../../records/facility-error.js';
import type { KnownPatient } from '../../../records/patient-directory.js';
import { looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { emptyForm, readForm, showForm, type FormView } from '../../forms.js';
import { patientOfPath } from './patient-of-path.js';

/** A form about one patient of the counter, on a page of its own behind the patient's. */
export interface PatientForm<T> {
  /** below the patient's page: `household` */
  name: string;
  view: string;
  schema: ObjectSchema<T>;
  /** what the page shows; it says whom one looks at */
  page: (request: Request, person: KnownPatient) => object;
  /** Writes what was typed and answers, or says what is wrong with it. */
  save: (sent: SentForm<T>) => Promise<ResponseObject | FieldError[]>;
}

export interface SentForm<T> {
  request: Request;
  h: ResponseToolkit;
  person: KnownPatient;
  values: T;
  form: FormView;
}

/** `GET` shows the form, `POST` reads it, and shows it again with what is wrong: nothing that was typed is lost. */
export function patientFormRoutes<T>(facility: Facility, one: PatientForm<T>): ServerRoute[] {
  const path = `/counter/patient/{id}/${one.name}`;
  const options = looks('view');
  const show = (request: Request, h: ResponseToolkit, form: FormView): ResponseObject => {
    const page = { action: request.path, ...one.page(request, patientOfPath(facility, request)) };
    return showForm(h, one.view, form, page).code(form.errors.length > 0 ? 400 : 200);
  };
  return [
    { method: 'GET', path, options, handler: (request, h) => show(request, h, emptyForm()) },
    {
      method: 'POST',
      path,
      options,
      handler: async (request, h) => {
        const person = patientOfPath(facility, request);
        const reading = readForm(request, one.schema);
        const { form } = reading;
        if (!reading.ok) return show(request, h, form);
        const answer = await one.save({ request, h, person, values: reading.values, form });
        return Array.isArray(answer) ? show(request, h, { ...form, errors: answer }) : answer;
      },
    },
  ];
}

/** The page of the patient whom a form is about. */
export function patientPageOf(request: Request): string {
  return request.path.slice(0, request.path.lastIndexOf('/'));
}
