import type { Request, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { FacilityError } from '../../../records/facility-error.js';
import { householdOf, moveFromHousehold } from '../../../records/household.js';
import { printedPatientId, readPatientId, type PatientId } from '../../../records/ids.js';
import type { KnownPatient } from '../../../records/patient-directory.js';
import { lookAtList } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { saveOnce } from '../../forms.js';
import { textField } from '../../form-fields.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import type { AppendOptions } from '../../store/ledger.js';
import { foundPatients } from './found-patient.js';
import { patientFormRoutes, patientPageOf } from './patient-form.js';

const schema = Joi.object<{ member?: string; leaves?: string }>({
  member: textField(40),
  leaves: textField(60),
});

/** `/counter/patient/{id}/household`: who lives together; the next member, one who is known already, one who left. */
export function householdRoutes(facility: Facility): ServerRoute[] {
  return patientFormRoutes(facility, {
    ...{ name: 'household', view: 'counter/household', schema },
    page: (request, person) => householdPage(facility, request, person),
    save: async ({ request, h, person, values: { member, leaves }, form }) => {
      const by = staffOf(request).id;
      // Each button of the page is a decision of its own.
      const pressed = { ...form, once: `${form.once} ${leaves ?? ''}` };
      if (leaves !== undefined) {
        if (!facility.patients.household(person.id).some(({ id }) => id === leaves)) throw noSuchPatient();
        await saveOnce(request, pressed, (once) => move(facility, { by, once }, leaves, null));
        return redirectWithNotice(request, h, request.path, 'counter.household.left');
      }
      if (member === undefined) return [{ field: 'member', code: 'required' }];
      const found = facility.patients.findById(member);
      if (!found) return [{ field: 'member', code: 'noSuchPatient' }];
      await saveOnce(request, pressed, (once) => move(facility, { by, once }, found.id, person.id));
      return redirectWithNotice(request, h, request.path, 'counter.household.joined');
    },
  });
}

/** The household that a form's address names, of whom a new member is to be registered; null where it names none. */
export function householdAsked(facility: Facility, request: Request): KnownPatient | null {
  const { household } = request.query as Record<string, unknown>;
  const id = typeof household === 'string' ? readPatientId(household) : null;
  return id && facility.patients.get(id.id);
}

/** Into the household of somebody, or with null into one of their own. A second time changes nothing. */
async function move(
  facility: Facility,
  saving: AppendOptions,
  mover: PatientId,
  beside: PatientId | null,
): Promise<void> {
  await facility.append(saving, (draft) => {
    const { patients } = facility;
    const homeOf = (id: PatientId): PatientId => householdOf(id, patients.get(id) ?? {});
    const to = beside === null ? null : homeOf(beside);
    if (homeOf(mover) === to) return;
    for (const { id, household } of moveFromHousehold(patients.household(mover), mover, to)) {
      draft.patientPart(id, 'patient-amendment', { set: { household } });
    }
  });
}

function householdPage(facility: Facility, request: Request, person: KnownPatient): object {
  const members = facility.patients.household(person.id);
  lookAtList(
    request,
    members.map(({ id }) => id),
  );
  const t = translator(request);
  return {
    title: t('counter.household.title'),
    patientPath: patientPageOf(request),
    registerPath: `/counter/new?household=${printedPatientId(person.id)}`,
    id: printedPatientId(person.id),
    name: person.name,
    members: foundPatients(facility, request, members, t, languageOf(request)),
    alone: members.length === 1,
  };
}

function noSuchPatient(): FacilityError {
  return new FacilityError('not-found', 'There is no such patient.');
}
