import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import { printedPatientId } from '../../../records/ids.js';
import type { Demographics } from '../../../records/people.js';
import { looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { emptyForm, readForm, saveOnce } from '../../forms.js';
import { draftLook } from '../../history/draft-look.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import type { Drafting } from '../../store/drafting.js';
import { checkNumber } from '../number-check.js';
import { visitPath } from '../visit-path.js';
import { ageWords } from './age-words.js';
import { judgeRegistration, type JudgedRegistration } from './judge-registration.js';
import { prefilledPerson } from './prefilled-person.js';
import { registerForm, type RegisterValues } from './register-form.js';
import { registerPage } from './register-page.js';
import { registerPatient, type KeptNumber, type Seen } from './register-patient.js';
import { idElsewhere, searchedText } from './search-routes.js';
import { wordsOf } from './understood-age.js';

/** `/counter/new`: a person who has never come, with what was searched or scanned already filled in. */
export function registerRoutes(facility: Facility): ServerRoute[] {
  const schema = registerForm(facility);
  return [
    {
      method: 'GET',
      path: '/counter/new',
      options: looks('view'),
      handler: async (request, h) => {
        const number = idElsewhere(facility, searchedText(request));
        if (number && facility.patients.get(number.patient))
          return h.redirect(`/counter/patient/${number.id}`);
        const check = number && (await checkNumber(facility, request, number.patient, null));
        return registerPage(facility, request, h, emptyForm(prefilledPerson(facility, request)), { check });
      },
    },
    {
      method: 'POST',
      path: '/counter/new',
      options: looks('search'),
      handler: async (request, h) => {
        const reading = readForm(request, schema);
        const { form } = reading;
        const typed = reading.ok ? reading.values : reading.sound;
        const judged = await judgeRegistration(facility, request, typed ?? {});
        // Who only switches the language is told of nothing wrong.
        if (typed === null) return registerPage(facility, request, h, form, { check: judged.check });
        const { person, errors } = judged;
        if (!reading.ok || !person || errors.length > 0)
          return registerPage(facility, request, h, form, judged);
        const { values } = reading;
        const saved = await saveOnce(request, form, (once) => {
          const saving = { by: staffOf(request).id, once };
          return registerPatient(
            facility,
            saving,
            person,
            values,
            seenOf(values),
            keptNumber(request, judged),
          );
        });
        // A new key: the next sending is a new decision, not a repetition of this one.
        if (saved.kind === 'look') {
          const again = { ...form, once: emptyForm().once };
          return registerPage(facility, request, h, again, { ...judged, duplicates: saved.duplicates });
        }
        if (saved.kind === 'issued') return issued(facility, request, h, person, saved.visit);
        const path = `/counter/patient/${printedPatientId(saved.patient)}`;
        return redirectWithNotice(request, h, path, 'counter.numberKnown');
      },
    },
  ];
}

function seenOf({ seen, seenAbha }: RegisterValues): Seen {
  return { patients: seen?.split(' ') ?? [], ...(seenAbha && { abha: seenAbha }) };
}

/** The address keeps what was scanned: an id of another facility stays the patient's. */
function keptNumber(request: Request, { number, check }: JudgedRegistration): KeptNumber | undefined {
  if (!number) return undefined;
  const differs = check?.differs ?? [];
  return {
    patient: number.patient,
    beside: (draft: Drafting) => {
      if (differs.length > 0) draftLook(draft, request, number.patient, { route: request.path, differs });
    },
  };
}

function issued(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  person: Demographics,
  visit: string,
): ResponseObject {
  const path = `/counter/slip/${visitPath(visit)}`;
  const age = ageWords(person, wordsOf(facility, request));
  return age === ''
    ? redirectWithNotice(request, h, path, 'counter.registered')
    : redirectWithNotice(request, h, path, 'counter.registeredAged', { age });
}
