import type { Station } from './care.js';
import type { Words } from './envelope.js';
import type { ListenRules } from './listen-closely.js';
import type { PersonRules } from './person-doubts.js';
import type { QueueRules } from './queue-order.js';
import type { VisitView } from './visit-fold.js';

export interface WorkflowStation {
  id: Station;
  name: Words;
  room: Words;
  /** one patient's time here, until the day has shown its own */
  minutes: number;
  /** a patient who is longer than this in one state here is shown as stuck */
  stuckMinutes: number;
}

/** How a facility's patients go from station to station: data that a facility may change. */
export interface Workflow extends QueueRules {
  /** in the order of the flow */
  stations: WorkflowStation[];
  /** days for which a slip holds */
  validityDays: number;
  /** days for which a high-risk diagnosis of a pregnancy is shown as an alert */
  highRiskDays: number;
  /** days for which a history from other facilities is kept on the box */
  keepHistoryDays: number;
  /** ages at which nobody asks whether a particular is right */
  people: PersonRules;
  /** when the box asks for referrals and answers each two minutes instead of each ten */
  listen: ListenRules;
}

/**
 * Where a visit goes when the station that it is at has done its work: vitals → doctor → lab while tests are
 * open → doctor → pharmacy while medicines are to be given → finish. A lab that has not entered all results
 * keeps the visit. Stations that the workflow doesn't have are passed over.
 */
export function nextStation(
  workflow: Pick<Workflow, 'stations'>,
  view: Pick<VisitView, 'station' | 'openTests' | 'openLines'>,
): Station | 'finish' {
  const has = (id: Station) => workflow.stations.some((station) => station.id === id);
  if (view.station === 'pharmacy') return 'finish';
  if (view.station === 'vitals' && has('doctor')) return 'doctor';
  if (view.openTests.length > 0 && has('lab')) return 'lab';
  if (view.station === 'lab' && has('doctor')) return 'doctor';
  if (view.openLines > 0 && has('pharmacy')) return 'pharmacy';
  return 'finish';
}
