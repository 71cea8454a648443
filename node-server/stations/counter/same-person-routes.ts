import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { readPatientId, type PatientId } from '../../../records/ids.js';
import { look } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { saveOnce } from '../../forms.js';
import { textField } from '../../form-fields.js';
import { translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import { patientHeader } from '../patient-header.js';
import { patientFormRoutes, patientPageOf } from './patient-form.js';

const schema = Joi.object<{ other: string; note?: string }>({
  other: textField(40).required(),
  note: textField(200),
});

/** `/counter/patient/{id}/other-number`: a person who has two numbers is reported; the registry decides. */
export function samePersonRoutes(facility: Facility): ServerRoute[] {
  return patientFormRoutes(facility, {
    ...{ name: 'other-number', view: 'counter/other-number', schema },
    page: (request, person) => {
      look(request, person.id);
      const t = translator(request);
      return {
        title: t('counter.otherNumber.title'),
        back: patientPageOf(request),
        person: patientHeader(person.id, person, facility, t),
      };
    },
    save: async ({ request, h, person: { id }, values: { other: typed, note }, form }) => {
      const other = readOther(typed, id);
      if (other === null) return [{ field: 'other', code: 'noOtherNumber' }];
      await saveOnce(request, form, (once) =>
        facility.append({ by: staffOf(request).id, once }, (draft) => {
          draft.patientPart(id, 'same-person', { other, ...(note !== undefined && { note }) });
        }),
      );
      return redirectWithNotice(request, h, patientPageOf(request), 'counter.otherNumber.sent');
    },
  });
}

/** It may be of any facility, so only its check character tells whether it is one. */
function readOther(typed: string, own: PatientId): PatientId | null {
  const read = readPatientId(typed);
  return read?.check === true && read.id !== own ? read.id : null;
}
