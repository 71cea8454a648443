import type { Request } from '@hapi/hapi';
import { addDays, dayOf, type Day } from '../../../records/day.js';
import { readPeriod } from '../../../records/reports/report-period.js';
import { webFrameOf } from '../web-frame.js';

/** The query of an address, as it was typed. */
export function queryOf(request: Request): URLSearchParams {
  return new URLSearchParams(request.url.search);
}

/** The newest day that can have been summed up: yesterday. */
export function lastDay(request: Request): Day {
  return addDays(dayOf(webFrameOf(request).now()), -1);
}

/** The day that `?day=2026-11-21` asks about, else the newest. Throws `bad-input` (no day, one that is not over). */
export function dayAsked(request: Request): Day {
  const last = lastDay(request);
  return readPeriod('day', queryOf(request).get('day') ?? last, addDays(last, 1), last).from;
}
