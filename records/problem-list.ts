import { byTime } from './by-time.js';
import type { DiagnosisRecord } from './care.js';
import { dayOf, type Day } from './day.js';
import type { Words } from './envelope.js';
import type { VisitView } from './visit-fold.js';

export interface Problem {
  code: string | null;
  text: Words;
  certainty: DiagnosisRecord['certainty'];
  since: Day;
  /** latest visit that named it */
  last: Day;
  resolved: Day | null;
}

/**
 * The problem list, latest named first. A diagnosis marked as ongoing opens a problem; the same one marked as not ongoing (`false`) resolves it.
 */
export function listProblems(visits: readonly VisitView[]): Problem[] {
  const problems = new Map<string, Problem>();
  const diagnoses = visits.flatMap((visit) => visit.diagnoses).sort(byTime);
  for (const { code, text, certainty, ongoing, at } of diagnoses) {
    const key = code ?? text.en.trim().toLowerCase();
    const known = problems.get(key);
    const day = dayOf(at);
    if (ongoing === false) {
      if (known) problems.set(key, { ...known, last: day, resolved: day });
    } else if (ongoing === true || known?.resolved === null) {
      const since = known?.resolved === null ? known.since : day;
      // the last to be named comes last in the map
      problems.delete(key);
      problems.set(key, { code: code ?? null, text, certainty, since, last: day, resolved: null });
    }
  }
  return [...problems.values()].reverse();
}
