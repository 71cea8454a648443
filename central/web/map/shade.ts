import { hullPath } from './hull.js';
import { DRAWN_SIZES, placeLabels, type LabelledArea, type Labelling } from './place-labels.js';
import type { Point } from './project.js';

/** An area as the map shades it. */
export interface Shade {
  path: string;
  /** which of a few tints */
  tint: number;
  name: string;
  /** null where it leads nowhere */
  href: string | null;
  /** where its name stands on a screen and on a phone; null where it would cover something: then it is told when asked */
  labels: Record<keyof typeof DRAWN_SIZES, Point | null>;
}

const TINTS = 4;

/** Areas of which facilities have a place on the map. */
export function shadesOf(
  areas: readonly (LabelledArea & { href: string | null })[],
  labelling: Labelling,
): Shade[] {
  const [wide, narrow] = [DRAWN_SIZES.wide, DRAWN_SIZES.narrow].map((size) =>
    placeLabels(areas, labelling, size),
  );
  return areas.map(({ text, points, href }, index) => ({
    ...{ path: hullPath(points), tint: index % TINTS, name: text, href },
    labels: { wide: wide?.[index] ?? null, narrow: narrow?.[index] ?? null },
  }));
}
