import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { readPatientId, type PatientId } from '../../../records/ids.js';
import { looks, look } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { emptyForm, readForm, saveOnce, showForm, type FormView } from '../../forms.js';
import { textField } from '../../form-fields.js';
import { translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import { patientHeader } from '../patient-header.js';
import { patientOfPath } from './patient-of-path.js';

const PATH = '/counter/patient/{id}/other-number';

/** `/counter/patient/{id}/other-number`: a person who has two numbers is reported; the registry decides. */
export function samePersonRoutes(facility: Facility): ServerRoute[] {
  const schema = Joi.object<{ other: string; note?: string }>({
    other: textField(40).required(),
    note: textField(200),
  });
  return [
    {
      method: 'GET',
      path: PATH,
      options: looks('view'),
      handler: (request, h) => showReport(facility, request, h, emptyForm()),
    },
    {
      method: 'POST',
      path: PATH,
      options: looks('view'),
      handler: async (request, h) => {
        const { id } = patientOfPath(facility, request);
        const reading = readForm(request, schema);
        if (!reading.ok) return showReport(facility, request, h, reading.form);
        const { other: typed, note } = reading.values;
        const other = readOther(typed, id);
        if (other === null) {
          const errors = [{ field: 'other', code: 'noOtherNumber' }];
          return showReport(facility, request, h, { ...reading.form, errors });
        }
        await saveOnce(request, reading.form, (once) =>
          facility.append({ by: staffOf(request).id, once }, (draft) => {
            draft.patientPart(id, 'same-person', { other, ...(note !== undefined && { note }) });
          }),
        );
        const back = request.path.slice(0, -'/other-number'.length);
        return redirectWithNotice(request, h, back, 'counter.otherNumber.sent');
      },
    },
  ];
}

/** It may be of any facility, so only its check character tells whether it is one. */
function readOther(typed: string, own: PatientId): PatientId | null {
  const read = readPatientId(typed);
  return read?.check === true && read.id !== own ? read.id : null;
}

function showReport(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  form: FormView,
): ResponseObject {
  const person = patientOfPath(facility, request);
  look(request, person.id);
  const t = translator(request);
  return showForm(h, 'counter/other-number', form, {
    title: t('counter.otherNumber.title'),
    action: request.path,
    back: request.path.slice(0, -'/other-number'.length),
    person: patientHeader(person.id, person, facility, t),
  }).code(form.errors.length > 0 ? 400 : 200);
}
