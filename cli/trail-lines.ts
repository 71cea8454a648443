import type { AuditTrail } from '../node-server/audit/audit-trail.js';
import type { TrailEntry } from '../node-server/audit/elsewhere-entry.js';
import { firstBox, printedPatientId } from '../records/ids.js';
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
  const names = entries.map((entry) => whoWords(entry, staff, language, say));
  const width = Math.max(...names.map(displayWidth)) + 2;
  return [
    ...(more > 0 ? [say('audit.more', { n: more })] : []),
    ...entries.map((entry, place) => {
      const people = query.patient === undefined ? peopleIn(entry.patients) : '';
      return `${fit(auditTime(entry), 18)}  ${fit(names[place] ?? '', width)}${auditWords(entry, say)}${people}`;
    }),
  ];
}

/** At another facility by what its box said, where the name that they log in by says nothing here. */
function whoWords(
  { by, elsewhere }: TrailEntry,
  staff: AuditTrail['staff'],
  language: Language,
  say: Translate,
): string {
  if (!elsewhere) return staff[by] ? `${staff[by][language]} (${by})` : by;
  const { box, facility, as } = elsewhere;
  const who = as ? `${as.name[language]}, ${say(`roles.${as.role}`)}` : by;
  const where =
    box === 'centre' ? say('access.atCentre') : `${facility?.[language] ?? ''} (${firstBox(box)})`.trim();
  return `${who} · ${where}`;
}

function peopleIn(patients: readonly string[]): string {
  if (patients.length === 0) return '';
  const shown = patients.slice(0, NAMED).map(printedPatientId).join(', ');
  return ` · ${shown}${patients.length > NAMED ? ` +${patients.length - NAMED}` : ''}`;
}
