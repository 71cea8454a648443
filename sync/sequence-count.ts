/**
 * CouchDB's `1042-g1AAA…` counts in front; the rest is opaque. On one node it only grows, so that a smaller one is of an
 * older database. On a cluster it adds up what the copies that answered have each counted: it says nothing there.
 * NaN of what is no sequence, which is neither smaller nor larger than another.
 */
export function sequenceCount(sequence: number | string): number {
  return Number.parseInt(String(sequence), 10);
}
