import type { AuditTrail } from '../node-server/audit/audit-trail.js';
import { printedPatientId } from '../records/ids.js';
import { auditTime, auditWords } from '../templates/audit-words.js';
import type { Language, Translate } from '../templates/locale.js';
import { displayWidth, fit } from './components/display-width.js';

/** Patients named in one line. */
const NAMED = 3;

/** What `nadi audit show` prints: time, who, what, about whom. */
export function trailLines(
  { entries, more, staff, query }: AuditTrail,
  language: Language,
  say: Translate,
): string[] {
  if (entries.length === 0) return [say('audit.none')];
  const names = entries.map(({ by }) => (staff[by] ? `${staff[by][language]} (${by})` : by));
  const width = Math.max(...names.map(displayWidth)) + 2;
  return [
    ...(more > 0 ? [say('audit.more', { n: more })] : []),
    ...entries.map((entry, place) => {
      const people = query.patient === undefined ? peopleIn(entry.patients) : '';
      return `${fit(auditTime(entry), 18)}  ${fit(names[place] ?? '', width)}${auditWords(entry, say)}${people}`;
    }),
  ];
}

function peopleIn(patients: readonly string[]): string {
  if (patients.length === 0) return '';
  const shown = patients.slice(0, NAMED).map(printedPatientId).join(', ');
  return ` · ${shown}${patients.length > NAMED ? ` +${patients.length - NAMED}` : ''}`;
}
