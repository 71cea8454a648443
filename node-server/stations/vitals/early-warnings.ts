import type { Request } from '@hapi/hapi';
import type { VisitId } from '../../../records/ids.js';
import { lowestScore } from '../../../records/news2.js';
import type { Role } from '../../../records/people.js';
import { isOpen, isPresent } from '../../../records/queue-entry.js';
import type { VisitView } from '../../../records/visit-fold.js';
import type { Facility } from '../../facility.js';
import { translator } from '../../language.js';
import { onePerFacility } from '../../one-per-facility.js';
import { staffOf } from '../../session.js';
import { OpenWork } from '../open-work.js';
import type { RowMark } from '../queue/queue-row.js';
import { earlyWarning } from './vitals-view.js';

/** Whoever keeps the door sees that somebody goes first, and needs no findings. */
const CARING: readonly Role[] = ['nurse', 'doctor', 'incharge'];

/** A patient who is here and whose early-warning score asks for somebody soon. */
export interface EarlyWarning {
  visit: VisitId;
  patient: string;
  token: number;
  name: string;
  total: number;
  mark: RowMark;
}

const watched = onePerFacility(
  (facility) =>
    new OpenWork(facility, ['vitals'], (view) => {
      const here = isOpen(view.entry) && isPresent(view.entry, facility.today());
      return here && scoreOf(facility, view) >= facility.reference.vitals.news2.attention;
    }),
);

/** Those of today whose score asks for it, the highest first; none for those who don't read findings. */
export async function earlyWarnings(facility: Facility, request: Request): Promise<EarlyWarning[]> {
  const { roles } = staffOf(request);
  if (!CARING.some((role) => roles.includes(role))) return [];
  const t = translator(request);
  const { emergency } = facility.reference.vitals.news2;
  const views = await watched(facility).list();
  return views
    .map((view) => {
      const total = scoreOf(facility, view);
      const grave = total >= emergency;
      const word = t(grave ? 'queue.news2Now' : 'queue.news2Soon', { total });
      return {
        ...{ visit: view.id, patient: view.patient, token: view.token, total },
        name: facility.patients.get(view.patient)?.name ?? '',
        mark: { word, tone: grave ? ('danger' as const) : ('warn' as const) },
      };
    })
    .sort((a, b) => b.total - a.total);
}

/** For `callPanel`. */
export function warningMarks(warnings: readonly EarlyWarning[]): ReadonlyMap<VisitId, RowMark> {
  return new Map(warnings.map(({ visit, mark }) => [visit, mark]));
}

/** What the latest readings come to at least; 0 where the score does not count for this person. */
function scoreOf(facility: Facility, { patient, latestVitals }: VisitView): number {
  const person = facility.patients.get(patient);
  return person && latestVitals ? lowestScore(earlyWarning(latestVitals, person)) : 0;
}
