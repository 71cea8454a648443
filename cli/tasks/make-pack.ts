import { couchAt } from '../../central/couch-of.js';
import { timelyCouch } from '../../central/timely-couch.js';
import { BoxBook } from '../../central/monitor/box-book.js';
import { RouterCouch } from '../../central/router/router-couch.js';
import { FollowedReports } from '../../central/summaries/followed-reports.js';
import { watchFigureBook } from '../../central/web/figures/figure-book.js';
import type { ChildKind } from '../../central/web/figures/read-children.js';
import { packFile } from '../../central/web/pack/pack-pages.js';
import { packReport } from '../../central/web/pack/pack-report.js';
import { packWeek, type PackWeek } from '../../central/web/pack/pack-week.js';
import { readPack } from '../../central/web/pack/read-pack.js';
import { Places } from '../../central/web/places/places.js';
import { addDays, dayOf } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import type { Report } from '../../records/report.js';
import type { Language, Translate } from '../../templates/locale.js';
import { readArea } from '../read-area.js';

export interface PackOrder {
  /** address of the CouchDB with the login of a user of role `centre` */
  couchUrl: string;
  /** `10/203` */
  area: string;
  /** as people type it; empty: the last whole one */
  week: string;
  by: ChildKind;
}

/**
 * An area's weekly review pack, made of the sums at the centre, and the name of a file of it. Throws `bad-input`, `not-found`, `counting-anew`,
 * `centre-unreachable`, `centre-refused`.
 */
export async function makePack(
  { couchUrl, area: typed, week: typedWeek, by }: PackOrder,
  { say, language, now }: { say: Translate; language: Language; now: () => number },
): Promise<{ report: Report; week: PackWeek; name: string }> {
  const area = readArea(typed);
  const week = packWeek(typedWeek, addDays(dayOf(now()), -1));
  const couch = timelyCouch(couchAt(couchUrl));
  const places = await new Places(couch, now).book();
  const place = places.find(area);
  if (!place) throw new FacilityError('not-found', `No facility is listed in ${typed}.`);
  const router = new RouterCouch(couch);
  const frame = { couch, boxes: new BoxBook(router, now), reports: new FollowedReports(router, now) };
  // A state's thousands of facilities are never listed at once.
  const told = area.district === undefined ? 'child' : by;
  const figures = await readPack(frame, place, week, told);
  const book = watchFigureBook();
  try {
    const report = packReport({ t: say, language, book: book.current() }, figures, places);
    return { report, week, name: packFile(area, week.name) };
  } finally {
    book.close();
  }
}
