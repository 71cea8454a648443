/**
 * Likeness of two words from 0 to 1 (Winkler 1990, prefix weight 0.1 for up to four letters).
 * Made for short words: time grows with the product of the lengths.
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  if (a === '' || b === '') return 0;
  const jaro = jaroLikeness(a, b);
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function jaroLikeness(a: string, b: string): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(b.length);
  const matched: number[] = [];
  for (let i = 0; i < a.length; i++) {
    const end = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (taken[j] === 1 || a.charCodeAt(i) !== b.charCodeAt(j)) continue;
      taken[j] = 1;
      matched.push(a.charCodeAt(i));
      break;
    }
  }
  const common = matched.length;
  if (common === 0) return 0;
  let outOfPlace = 0;
  let next = 0;
  for (let j = 0; j < b.length; j++) {
    if (taken[j] !== 1) continue;
    if (b.charCodeAt(j) !== matched[next]) outOfPlace++;
    next++;
  }
  return (common / a.length + common / b.length + (common - outOfPlace / 2) / common) / 3;
}
