import { facilityLabel } from './facility-label.js';
import type { Telling } from '../figures/day-cell.js';
import type { Child } from '../figures/read-children.js';
import { placeName } from '../places/area-request.js';

/** A place as a line of a table on paper calls it. */
export function childLabel(telling: Telling, { place, facility }: Child): string {
  if (facility) return facilityLabel(telling.language, facility);
  return place ? placeName(telling, place) : '';
}
