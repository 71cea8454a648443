import type { Request } from '@hapi/hapi';
import type { VisitId } from '../../records/ids.js';
import { lookAtList } from '../access/look.js';
import type { Facility } from '../facility.js';
import { asciiDigits } from '../../records/transliterate.js';
import { languageOf } from '../language.js';
import { queueRows, type QueueRow } from './queue/queue-row.js';
import { stationName } from './station-room.js';

/** A visit that bears a typed token, and where it is. */
export interface TokenChoice extends QueueRow {
  where: string;
}

/** What became of `?token=42` of a station's page. */
export interface TypedToken {
  /** what was typed; empty where nothing was */
  token: string;
  /** where the one visit with that token is opened */
  found: string | undefined;
  /** where two visits bear it, today's and one of yesterday that is still open: who is meant is for a person to say */
  choices: TokenChoice[];
  /** of the page that says this */
  status: 200 | 404;
}

/** @param open the station's own page of a visit */
export function readToken(
  facility: Facility,
  request: Request,
  open: (visit: VisitId) => string,
): TypedToken {
  const { token } = request.query as Record<string, unknown>;
  const typed = typeof token === 'string' ? token.trim().slice(0, 20) : '';
  const digits = asciiDigits(typed);
  const entries = /^\d{1,6}$/.test(digits) ? facility.queue.byToken(Number(digits)) : [];
  const [first, ...others] = entries;
  if (!first) return { token: typed, found: undefined, choices: [], status: typed === '' ? 200 : 404 };
  if (others.length === 0) return { token: typed, found: open(first.visit), choices: [], status: 200 };
  lookAtList(
    request,
    entries.map(({ patient }) => patient),
    true,
  );
  const rows = queueRows(facility, request, open)(entries);
  const language = languageOf(request);
  const choices = rows.map((row, i) => ({
    ...row,
    where: stationName(facility.workflow, (entries[i] ?? first).station, language),
  }));
  return { token: typed, found: undefined, choices, status: 200 };
}
