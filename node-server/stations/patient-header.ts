import type { PatientId } from '../../records/ids.js';
import type { Demographics, Priority } from '../../records/people.js';
import type { Translate } from '../../templates/locale.js';
import type { Facility } from '../facility.js';
import { alsoKnownAs, type AlsoKnown } from '../one-person.js';
import { personLine, type PersonLine } from './person-line.js';

/** What `patientBanner` shows on top of a patient's page. */
export interface PatientHeader extends PersonLine {
  token: number | undefined;
  priority: Priority | undefined;
  allergies: string[];
  also: AlsoKnown[];
}

/** A patient as the stations' pages name him. */
export function patientHeader(
  id: PatientId,
  person: Demographics,
  facility: Pick<Facility, 'today' | 'links'>,
  t: Translate,
  more: { token?: number; priority?: Priority | null; allergies?: string[] } = {},
): PatientHeader {
  return {
    ...personLine({ ...person, id }, t, facility.today()),
    token: more.token,
    priority: more.priority ?? person.category,
    allergies: more.allergies ?? [],
    also: alsoKnownAs(facility, id),
  };
}
