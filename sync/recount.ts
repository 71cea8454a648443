/**
 * Milliseconds before each further look. CouchDB's nodes copy each other's writes within moments; one that comes back
 * waits some five seconds before it fetches what it missed.
 */
const OF_A_CLUSTER = [2_000, 5_000, 10_000];
const OF_ONE_NODE = [2_000];

export interface Recount<T> {
  first: T;
  /** copies of each record at the centre, as it says */
  copies: number;
  /** how many records this look found missing */
  lacking: (seen: T) => number;
  look: () => Promise<T>;
  pause: (ms: number) => Promise<void>;
}

/**
 * Looks again before a centre is believed to have lost something: a count or a view is answered from one copy, and that
 * may be behind. A copy that catches up lacks less with each look and is given time; what was lost stays lost.
 */
export async function recount<T>({ first, copies, lacking, look, pause }: Recount<T>): Promise<T> {
  const waits = copies > 1 ? OF_A_CLUSTER : OF_ONE_NODE;
  let seen = first;
  for (let at = 0; lacking(seen) > 0;) {
    const wait = waits[at];
    if (wait === undefined) break;
    const before = lacking(seen);
    await pause(wait);
    seen = await look();
    at = copies > 1 && lacking(seen) < before ? 0 : at + 1;
  }
  return seen;
}
