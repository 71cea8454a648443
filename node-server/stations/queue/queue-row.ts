import type { Request } from '@hapi/hapi';
import { stateWord, type QueueEntry, type QueueState } from '../../../records/queue-entry.js';
import { ageAndSex } from '../person-line.js';
import { visitPath } from '../visit-path.js';
import type { Facility } from '../../facility.js';
import { translator } from '../../language.js';
import { allergyMark } from '../allergy-mark.js';
import type { VisitId } from '../../../records/ids.js';
import type { Priority } from '../../../records/people.js';

/** One visit as a line of a waiting list. */
export interface QueueRow {
  visit: VisitId;
  /** the visit's id as it stands in addresses: `20261121-042` */
  key: string;
  token: number;
  /** of yesterday's series: the same number may stand on a slip of today */
  yesterdays: boolean;
  name: string;
  ageSex: string;
  priority: Priority | null;
  state: QueueState;
  /** the state as people are told it: key under `queue.state` */
  stateWord: string;
  /** minutes since the visit came here, or since its call */
  minutes: number;
  stuck: boolean;
  calls: number;
  room: string | null;
  /** where the station's own page of this visit is */
  href?: string;
  mark?: RowMark;
  /** somebody must come soon */
  warning?: RowMark;
}

/** What a station must know of a visit before it is opened. */
export interface RowMark {
  word: string;
  tone: 'warn' | 'danger';
}

/** Makes rows of entries. `marks`: what the station says of a visit; any other with an allergy is marked by that. */
export function queueRows(
  facility: Facility,
  request: Request,
  open?: (visit: VisitId) => string,
  marks?: ReadonlyMap<VisitId, RowMark>,
): (entries: readonly QueueEntry[]) => QueueRow[] {
  const t = translator(request);
  const markOf = allergyMark(facility, request);
  const now = facility.now();
  const today = facility.today();
  const stuck = new Set(facility.queue.stuck(now).map(({ visit }) => visit));
  return (entries) =>
    entries.map((entry) => {
      const person = facility.patients.get(entry.patient);
      const from = entry.state === 'called' ? (entry.calledAt ?? entry.since) : entry.enteredAt;
      const mark = marks?.get(entry.visit) ?? markOf(entry.patient);
      return {
        visit: entry.visit,
        key: visitPath(entry.visit),
        token: entry.token,
        yesterdays: entry.day !== today,
        name: person?.name ?? t('queue.unknownPerson'),
        ageSex: person ? ageAndSex(person, t, today) : '',
        priority: entry.priority,
        state: entry.state,
        stateWord: stateWord(entry),
        minutes: Math.max(0, Math.floor((now - Date.parse(from)) / 60_000)),
        stuck: stuck.has(entry.visit),
        calls: entry.calls,
        room: entry.room,
        ...(open && { href: open(entry.visit) }),
        ...(mark && { mark }),
      };
    });
}
