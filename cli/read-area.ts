import { parseArea, type Area } from '../central/area.js';
import { FacilityError } from '../records/facility-error.js';

/** An area as it is typed: `10`, `10/203` or `10/203/1123`. Throws `bad-input`. */
export function readArea(typed: string): Area {
  const area = parseArea(typed);
  if (area) return area;
  throw new FacilityError('bad-input', `${typed.slice(0, 30)} is no state, district or block`, {
    hint: 'hints.areaCodes',
    fields: [{ field: 'area', code: 'notValid' }],
  });
}
