import type { Request } from '@hapi/hapi';
import type { Demographics } from '../../../records/people.js';
import type { Facility } from '../../facility.js';
import { householdAsked } from './household-routes.js';
import { personValues } from './person-form.js';
import { searchedText } from './search-routes.js';

/** What was searched for or scanned is most likely what the form of a new person needs; else what a household shares. */
export function prefilledPerson(facility: Facility, request: Request): Record<string, string> {
  const member = householdAsked(facility, request);
  if (member) return sharedValues(member);
  const q = searchedText(request);
  const { kind, card } = facility.patients.search(q, { limit: 1 });
  switch (kind) {
    case 'abha-card':
      return card ? personValues(card) : {};
    case 'mobile':
    case 'digits':
      return { mobile: q };
    case 'abha':
      return q.includes('@') ? { abhaAddress: q } : { abha: q };
    case 'name':
      return { name: q };
    default:
      return {};
  }
}

function sharedValues({ mobile, village }: Demographics): Record<string, string> {
  return { ...(mobile !== undefined && { mobile }), ...(village !== undefined && { village }) };
}
