import type { Area } from '../area.js';

/** How the keys of an area's rows begin. */
export function areaKey({ state, district, block }: Area): string[] {
  return [state, district, block].filter((code) => code !== undefined);
}
