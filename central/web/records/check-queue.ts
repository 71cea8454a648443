import { setTimeout as pause } from 'node:timers/promises';
import { FacilityError } from '../../../records/facility-error.js';
import type { Job } from '../../../records/progress.js';

/** A check holds a box's hashes in memory, and reads all its records. */
const AT_ONCE = 2;
/** When somebody who has a check already may come again, seconds. */
const COME_AGAIN_S = 15;
const LOOK_MS = 500;

/** Somebody's place in the queue. */
export interface Place {
  viewer: string;
  /** how many must end first; 0: it is this one's turn */
  ahead: () => number;
  /** may be called more than once */
  leave: () => void;
}

/** Who has records checked, in the order in which they came: two at once, one a viewer. */
export class CheckQueue {
  readonly #places: Place[] = [];

  /** Throws `too-many-tries` where this viewer has one already, running or waiting. */
  join(viewer: string): Place {
    if (this.#places.some((one) => one.viewer === viewer)) {
      throw new FacilityError('too-many-tries', 'Your check of other records is not over yet', {
        hint: 'hints.waitUntilEnded',
        params: { seconds: COME_AGAIN_S },
      });
    }
    const place: Place = {
      viewer,
      ahead: () => Math.max(0, this.#places.indexOf(place) + 1 - AT_ONCE),
      leave: () => {
        const at = this.#places.indexOf(place);
        if (at >= 0) this.#places.splice(at, 1);
      },
    };
    this.#places.push(place);
    return place;
  }
}

/** A job that begins when its place in the queue is reached, tells how many are before it, and then gives the place back. */
export async function* inTurn<T>(place: Place, job: Job<T>): Job<T> {
  try {
    for (let ahead = place.ahead(); ahead > 0; ahead = place.ahead()) {
      yield { step: 'audit.waiting', done: ahead, unit: 'checks' };
      await pause(LOOK_MS, undefined, { ref: false });
    }
    return yield* job;
  } finally {
    place.leave();
  }
}
