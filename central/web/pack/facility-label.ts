import type { ListedFacility } from '../../../records/listed-facility.js';
import { facilityName } from '../figures/child-cells.js';

/** Two facilities may have one name; a code is one facility's. */
export function facilityLabel(language: 'hi' | 'en', facility: ListedFacility): string {
  const name = facilityName(language, facility);
  return name === facility.code ? name : `${name} (${facility.code})`;
}
