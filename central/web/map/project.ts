export interface Point {
  x: number;
  y: number;
}

export interface Position {
  lat: number;
  lon: number;
}

/** A picture's own coordinates; it is as high as its positions need. */
export const MAP_SIZE = { width: 720, mostHeight: 560, leastHeight: 240, margin: 64 } as const;

/** Of the smallest area that is drawn, in degrees: one facility alone must not fill the picture. */
const LEAST_SPAN = 0.02;

export interface Projection {
  height: number;
  onto: (position: Position) => Point;
}

/**
 * Puts positions into a picture: degrees of longitude shortened as at the middle latitude, the same scale both ways,
 * north at the top. Over a state nobody sees that the earth is round.
 */
export function projectOnto(positions: readonly Position[]): Projection {
  const { width, mostHeight, leastHeight, margin } = MAP_SIZE;
  const lats = positions.map(({ lat }) => lat);
  const lons = positions.map(({ lon }) => lon);
  const middle = { lat: halfway(lats), lon: halfway(lons) };
  const shorten = Math.cos((middle.lat * Math.PI) / 180);
  const scale = Math.min(
    (width - 2 * margin) / (span(lons) * shorten),
    (mostHeight - 2 * margin) / span(lats),
  );
  const height = Math.max(leastHeight, Math.ceil(span(lats) * scale + 2 * margin));
  return {
    height,
    onto: ({ lat, lon }) => ({
      x: round(width / 2 + (lon - middle.lon) * shorten * scale),
      y: round(height / 2 - (lat - middle.lat) * scale),
    }),
  };
}

function span(values: readonly number[]): number {
  return Math.max(LEAST_SPAN, Math.max(...values) - Math.min(...values));
}

function halfway(values: readonly number[]): number {
  return (Math.min(...values) + Math.max(...values)) / 2;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
