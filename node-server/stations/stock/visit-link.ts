import type { VisitId } from '../../../records/ids.js';
import type { Role } from '../../../records/people.js';
import { visitPath } from '../visit-path.js';

/** Where a visit's number leads for somebody, or null: the page behind it shows the patient and keeps the look. */
export interface VisitLink {
  /** `20261121-042` */
  number: string;
  href: string | null;
}

export function visitLink(visit: VisitId | undefined, roles: readonly Role[]): VisitLink | null {
  if (visit === undefined) return null;
  const number = visitPath(visit);
  const station = roles.includes('pharmacist') ? 'pharmacy' : roles.includes('doctor') ? 'doctor' : null;
  return { number, href: station && `/${station}/${number}` };
}
