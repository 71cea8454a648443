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
    .map((facility) => ({ facility, area: areaOf(own, facility), km: distance(own, facility) }))
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

const EARTH_KM = 6371;
/** where it is unknown */
const FAR = 100_000;

/** Haversine; whole kilometres, because roads differ from it by more. */
function distance(a: ListedFacility | null, b: ListedFacility): number | null {
  if (!a?.position || !b.position) return null;
  const [from, to] = [a.position, b.position];
  const half = (degrees: number): number => Math.sin((degrees * Math.PI) / 360) ** 2;
  const cos = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
  const chord = half(to.lat - from.lat) + cos(from.lat) * cos(to.lat) * half(to.lon - from.lon);
  return Math.round(2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(chord))));
}
