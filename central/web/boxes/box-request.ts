import type { Request } from '@hapi/hapi';
import { BOX_PATTERN, readBoxId } from '../../../records/ids.js';
import { sayTime } from '../../../sync/sync-state.js';
import type { Area } from '../../area.js';
import type { BoxPicture } from '../../monitor/box-book.js';
import type { BoxRow } from '../../monitor/box-row.js';
import type { Telling } from '../../monitor/describe-box.js';
import { findBox } from '../../monitor/find-box.js';
import { maySeeBox, type Viewer } from '../viewer.js';
import { webFrameOf } from '../web-frame.js';
import { languageOfWeb } from '../web-session.js';

/** A page is as true as this, in milliseconds; a hundred people who look at once cost one question. */
const MAX_AGE_MS = 3_000;

/** Of every page about boxes. */
export const BOX_STYLESHEETS = ['centre.css', 'boxes.css'];

/** Where the box of the address stands, for a route's guard; null where nobody knows. */
export async function boxPlace(request: Request): Promise<Area | null> {
  const name = nameInAddress(request);
  const { rows, ended } = await readPicture(request);
  return [...rows, ...ended].find(({ box }) => box === name)?.place ?? null;
}

/** The box of the address. Throws `not-found`. */
export async function readBox(request: Request): Promise<{ picture: BoxPicture; row: BoxRow }> {
  const picture = await readPicture(request);
  return { picture, row: findBox(picture, nameInAddress(request)) };
}

function nameInAddress(request: Request): string {
  const name = readBoxId(String(request.params['box']));
  return BOX_PATTERN.test(name) ? name : '';
}

export function readPicture(request: Request): Promise<BoxPicture> {
  return webFrameOf(request).boxes.read(MAX_AGE_MS);
}

/** The boxes that this viewer may look at. */
export function seenBy(viewer: Viewer | undefined, { rows }: BoxPicture): BoxRow[] {
  return viewer ? rows.filter(({ place }) => maySeeBox(viewer, place)) : [];
}

export function tellingOf(request: Request, { at }: BoxPicture): Telling {
  const language = languageOfWeb(request);
  return { say: webFrameOf(request).locale.in(language), language, now: at };
}

/** Of when a page about many boxes is: it says how long ago things were, and somebody may keep it open. */
export function sayAsOf({ say, language, now }: Telling): string {
  return say('boxes.asOf', { time: sayTime(new Date(now).toISOString(), language) });
}
