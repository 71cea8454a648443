export interface Point {
  x: number;
  y: number;
}

export interface Position {
  lat: number;
  lon: number;
}

/** A picture's own coordinates. */
export const MAP_SIZE = { width: 720, height: 560, margin: 64 } as const;

/** Of the smallest area that is drawn, in degrees: one facility alone must not fill the picture. */
const LEAST_SPAN = 0.02;

/**
 * Puts positions into a picture: degrees of longitude shortened as at the middle latitude, the same scale both ways,
 * north at the top. Over a state nobody sees that the earth is round.
 */
export function projectOnto(positions: readonly Position[]): (position: Position) => Point {
  const { width, height, margin } = MAP_SIZE;
  const lats = positions.map(({ lat }) => lat);
  const lons = positions.map(({ lon }) => lon);
  const middle = { lat: mean(lats), lon: mean(lons) };
  const shorten = Math.cos((middle.lat * Math.PI) / 180);
  const span = (values: number[]): number => Math.max(LEAST_SPAN, Math.max(...values) - Math.min(...values));
  const scale = Math.min((width - 2 * margin) / (span(lons) * shorten), (height - 2 * margin) / span(lats));
  return ({ lat, lon }) => ({
    x: round(width / 2 + (lon - middle.lon) * shorten * scale),
    y: round(height / 2 - (lat - middle.lat) * scale),
  });
}

/** Halfway between the ends. */
function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : (Math.min(...values) + Math.max(...values)) / 2;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
