/**
 * Whether an ICD-10 code belongs to a list of codes and ranges: `A09` takes A09 and A09.0, `A03.9` only itself,
 * `B50-B54` every category between.
 */
export function icdMatcher(list: readonly string[]): (code: string) => boolean {
  const ranges = list.map((entry) => {
    const [from = '', to = from] = entry.split('-');
    return { from, to };
  });
  // A month names the same few codes thousands of times.
  const known = new Map<string, boolean>();
  return (code) => {
    const answer =
      known.get(code) ?? ranges.some(({ from, to }) => code >= from && code.slice(0, to.length) <= to);
    known.set(code, answer);
    return answer;
  };
}
