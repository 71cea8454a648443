import { distanceKm } from './distance-km.js';
import type { ListedFacility } from './listed-facility.js';

/** One to whom a patient may be sent. */
export interface NearFacility {
  facility: ListedFacility;
  area: 'block' | 'district' | 'elsewhere';
  /** as the crow flies; null where one of the two has no position */
  km: number | null;
}

/**
 * Facilities in the order in which a doctor thinks of them: those of the own block, then of the district, then others;
 * among them the larger first, then the nearer. `sizes`: how large a kind is; a kind that has none comes last.
 * Where nobody knows where `own` lies, size alone counts.
 */
export function nearFacilities(
  own: ListedFacility | null,
  others: readonly ListedFacility[],
  sizes: ReadonlyMap<string, number>,
): NearFacility[] {
  const sizeOf = ({ kind = '' }: ListedFacility): number => sizes.get(kind) ?? 0;
  return others
    .map((facility) => ({
      facility,
      area: areaOf(own, facility),
      km: distanceKm(own?.position, facility.position),
    }))
    .sort(
      (a, b) =>
        AREAS.indexOf(a.area) - AREAS.indexOf(b.area) ||
        sizeOf(b.facility) - sizeOf(a.facility) ||
        (a.km ?? FAR) - (b.km ?? FAR) ||
        (a.facility.code < b.facility.code ? -1 : 1),
    );
}

const AREAS: readonly NearFacility['area'][] = ['block', 'district', 'elsewhere'];

function areaOf(own: ListedFacility | null, other: ListedFacility): NearFacility['area'] {
  if (!own || own.state !== other.state || own.district !== other.district) return 'elsewhere';
  return own.block !== undefined && own.block === other.block ? 'block' : 'district';
}

/** where it is unknown */
const FAR = 100_000;
