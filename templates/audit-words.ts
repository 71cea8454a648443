import type { AuditEntry } from '../records/audit-entry.js';
import { dayOf, isoDate, istTime } from '../records/day.js';
import { parseVisitId, printedPatientId } from '../records/ids.js';
import type { Translate } from './locale.js';

/** What was done, in words: `looked at the record (/doctor/visit/{visit})`. */
export function auditWords(entry: AuditEntry, say: Translate): string {
  const { type, action, visit, route, reason } = entry;
  const done = say(`audit.did.${action === undefined ? type : `${type}-${action}`}`);
  const token = visit === undefined ? undefined : parseVisitId(visit)?.token;
  const more = [
    ...(token === undefined ? [] : [say('audit.token', { token })]),
    ...(route === undefined ? [] : [route]),
    ...(reason === undefined ? [] : [say('audit.reason', { reason })]),
  ];
  return [done, ...more].join(' · ');
}

/** In India: `2026-11-21 09:42`, with a sign where the clock wasn't sure. */
export function auditTime({ at, clockUncertain }: AuditEntry): string {
  return `${isoDate(dayOf(at))} ${istTime(at)}${clockUncertain ? ' ?' : ''}`;
}

export const AUDIT_COLUMNS = [
  'n',
  'time_india',
  'time_utc',
  'by',
  'type',
  'what',
  'patients',
  'visit',
  'page',
  'device',
  'reason',
  'id',
] as const;

/** An entry as a line of CSV, in the order of the columns. */
export function auditCells(entry: AuditEntry, say: Translate): (string | number)[] {
  const { n, at, by, type, patients, visit = '', route = '', device = '', reason = '', id } = entry;
  const people = patients.map(printedPatientId).join(' ');
  return [
    n,
    auditTime(entry),
    at,
    by,
    type,
    auditWords(entry, say),
    people,
    visit,
    route,
    device,
    reason,
    id,
  ];
}
