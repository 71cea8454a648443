import { addDays, dayOf, type Day } from '../../records/day.js';
import type { BoxId } from '../../records/ids.js';
import { BOXES_DATABASE } from '../centre-databases.js';
import type { RouterCouch } from '../router/router-couch.js';
import { boxDayId, type BoxDayDocument, type BoxSample } from './box-status.js';

/** One day in India, hour by hour; null where nothing was heard. */
export interface HistoryDay {
  day: Day;
  hours: (BoxSample | null)[];
}

/**
 * How a box was over its last days, today the last, in one question. Throws `centre-unreachable`, `centre-refused`.
 */
export async function readBoxHistory(
  couch: RouterCouch,
  box: BoxId,
  { days, now }: { days: number; now: number },
): Promise<HistoryDay[]> {
  const today = dayOf(now);
  const first = addDays(today, 1 - days);
  const found = await couch.range(BOXES_DATABASE, boxDayId(box, first), boxDayId(box, today));
  const documents = (found ?? []) as unknown as BoxDayDocument[];
  const byDay = new Map(documents.map((document) => [document.day, document.samples]));
  return Array.from({ length: days }, (_, index) => {
    const day = addDays(first, index);
    const samples = byDay.get(day) ?? {};
    return { day, hours: HOURS.map((hour) => samples[hour] ?? null) };
  });
}

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
