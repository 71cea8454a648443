import { sayTime } from '../../sync/sync-state.js';
import type { BoxPicture } from './box-book.js';
import type { Telling } from './describe-box.js';
import { isWatchLate } from './last-watch.js';

/** What is wrong with the watching itself: then what is said of boxes may not be so. */
export function pictureWarnings({ deaf, watchedAt }: BoxPicture, { say, language, now }: Telling): string[] {
  return [...(deaf ? [say('boxes.deaf')] : []), ...(isWatchLate(watchedAt, now) ? [unwatched()] : [])];

  function unwatched(): string {
    if (watchedAt === null) return say('boxes.neverWatched');
    return say('boxes.unwatched', { time: sayTime(watchedAt, language) });
  }
}
