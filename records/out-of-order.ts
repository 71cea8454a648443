/**
 * The fewest places to take out so that the rest never falls (with `strict`: always rises): for one record that was
 * moved, that record. By patience sorting, in n log n.
 */
export function outOfOrder(values: readonly number[], strict: boolean): number[] {
  /** for each length, the place at which the run of that length with the lowest end ends */
  const ends: number[] = [];
  const before = new Int32Array(values.length).fill(-1);
  values.forEach((value, place) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const end = values[ends[middle] ?? 0] ?? 0;
      if (strict ? end < value : end <= value) low = middle + 1;
      else high = middle;
    }
    before[place] = ends[low - 1] ?? -1;
    ends[low] = place;
  });
  const kept = new Set<number>();
  for (let place = ends.at(-1) ?? -1; place >= 0; place = before[place] ?? -1) kept.add(place);
  return values.flatMap((_, place) => (kept.has(place) ? [] : [place]));
}
