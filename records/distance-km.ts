/** Degrees. */
export interface Position {
  lat: number;
  lon: number;
}

const EARTH_KM = 6371;

/** Haversine; whole kilometres, because roads differ from it by more. Null where one of the two is not known. */
export function distanceKm(from: Position | undefined, to: Position | undefined): number | null {
  if (!from || !to) return null;
  const half = (degrees: number): number => Math.sin((degrees * Math.PI) / 360) ** 2;
  const cos = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
  const chord = half(to.lat - from.lat) + cos(from.lat) * cos(to.lat) * half(to.lon - from.lon);
  return Math.round(2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(chord))));
}
