/** CouchDB's `1042-g1AAA…` counts in front; the rest is opaque. It only grows: a smaller one is of an older database. */
export function sequenceCount(sequence: number | string): number {
  return Number.parseInt(String(sequence), 10);
}
