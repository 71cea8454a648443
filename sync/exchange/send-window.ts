const SMALLEST = 5 * 1024;
const LARGEST = 256 * 1024;
/** While nothing is known of the line. */
const FIRST = 16 * 1024;
/**
 * The gateway acknowledges each 300 ms, so that what has come waits half of that; with somewhat more an estimate that
 * is too low can grow.
 */
const HELD_MS = 200;
/** How far back the speed is looked at, in round trips. */
const TRIPS = 3;
/**
 * The line is believed to carry what it carried at its best in this time, in milliseconds: a lost packet holds up the
 * acknowledgements, and a window that shrank with each of them would never fill the line again.
 */
const BEST_OF_MS = 6_000;

interface Acknowledged {
  at: number;
  bytes: number;
}

/**
 * How many bytes may be on the way to the gateway. As much as the line carries in one round trip: with less it would
 * stand idle, and what is more only waits in the kernel's and the carrier's queues, where a cut loses it and where it
 * hides that nothing moves any more.
 */
export class SendWindow {
  #sent = 0;
  #held = 0;
  #trip = Infinity;
  #speed = 0;
  /** speeds of late, in bytes per millisecond */
  #speeds: { at: number; speed: number }[] = [];
  #acknowledged: Acknowledged[] = [];
  /** what was sent when, until it is acknowledged */
  #flights: (Acknowledged & { size: number })[] = [];

  /** @param before the window of the connection that broke: the line is mostly the same one */
  constructor(before?: SendWindow) {
    if (!before) return;
    this.#trip = before.#trip;
    this.#speeds = [...before.#speeds];
  }

  /** bytes per second, as acknowledged lately; 0 while unknown */
  get speed(): number {
    return this.#speed * 1_000;
  }

  get onTheWay(): number {
    return this.#sent - this.#held;
  }

  /** How many bytes may be sent now: a whole number. */
  get room(): number {
    return Math.max(0, Math.floor(this.#size() - this.onTheWay));
  }

  sent(bytes: number, at: number): void {
    this.#sent += bytes;
    this.#flights.push({ at, bytes: this.#sent, size: bytes });
  }

  /** @param bytes all that the gateway has got, from the first byte of this window on */
  held(bytes: number, at: number): void {
    if (bytes <= this.#held) return;
    this.#held = Math.min(bytes, this.#sent);
    this.#acknowledged.push({ at, bytes: this.#held });
    for (let next = this.#flights[0]; next && next.bytes <= this.#held; next = this.#flights[0]) {
      // Without the time that its own bytes took.
      const own = this.#speed > 0 ? next.size / this.#speed : 0;
      this.#trip = Math.min(this.#trip, Math.max(1, at - next.at - own));
      this.#flights.shift();
    }
    const trip = Number.isFinite(this.#trip) ? this.#trip : 1_000;
    const since = at - Math.max(250, TRIPS * trip);
    while (this.#acknowledged.length > 2 && (this.#acknowledged[1]?.at ?? at) < since)
      this.#acknowledged.shift();
    const first = this.#acknowledged[0];
    // What a delay has heaped up comes at once, and says nothing of the speed.
    if (!first || at - first.at < Math.max(250, trip)) return;
    this.#speed = (this.#held - first.bytes) / (at - first.at);
    this.#speeds = this.#speeds.filter((one) => one.at > at - BEST_OF_MS);
    this.#speeds.push({ at, speed: this.#speed });
  }

  #size(): number {
    const best = Math.max(0, ...this.#speeds.map(({ speed }) => speed));
    if (best === 0 || !Number.isFinite(this.#trip)) return FIRST;
    return Math.min(LARGEST, Math.max(SMALLEST, best * (this.#trip + HELD_MS)));
  }
}
