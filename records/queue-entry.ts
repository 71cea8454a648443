import type { MoveRecord, Station, VisitRecord } from './care.js';
import { addDays, type Day } from './day.js';
import { parseVisitId, type PatientId, type VisitId } from './ids.js';
import { minutesBetween } from './minutes-between.js';
import type { Priority } from './people.js';

export type QueueState = 'waiting' | 'called' | 'held' | 'skipped' | 'finished' | 'left';

/** A visit's time at one station, when it is over. */
export interface Stay {
  station: Station;
  enteredAt: string;
  leftAt: string;
  /** minutes until the first call, or until leaving where nobody called */
  wait: number;
  /** minutes from the latest call until leaving; null where nobody called */
  service: number | null;
}

/** Where one visit stands in the day's queue. Times are ISO 8601. */
export interface QueueEntry {
  visit: VisitId;
  /** the day of its token */
  day: Day;
  token: number;
  patient: PatientId;
  kind: VisitRecord['kind'];
  priority: Priority | null;
  /** where the visit is; once closed, where it was last */
  station: Station;
  state: QueueState;
  /** `held`: why, where somebody said so */
  heldFor?: string;
  /** when the state began */
  since: string;
  /** when the visit came to this station: its place in the line */
  enteredAt: string;
  /** latest call at this station */
  calledAt: string | null;
  /** calls at this station, recalls too */
  calls: number;
  /** room or counter that called */
  room: string | null;
  /** minutes that the visit waited here for its first call; null before that call */
  wait: number | null;
  /** the stations behind it */
  stays: Stay[];
}

export function isOpen(entry: QueueEntry): boolean {
  return entry.state !== 'finished' && entry.state !== 'left';
}

/** Whether a visit is still at hand: on its own day and, for nights at a centre that never closes, the one after. */
export function isPresent(entry: QueueEntry, day: Day): boolean {
  return entry.day >= addDays(day, -1);
}

/** The entry, unless its days are over: for `checkMove`. */
export function presentEntry(entry: QueueEntry, day: Day): QueueEntry | undefined {
  return isPresent(entry, day) ? entry : undefined;
}

export function enterQueue(visit: VisitRecord): QueueEntry {
  const parsed = parseVisitId(visit._id);
  return {
    visit: visit._id,
    day: parsed?.day ?? '',
    token: parsed?.token ?? 0,
    patient: visit.patient,
    kind: visit.kind,
    priority: visit.priority ?? null,
    station: visit.station,
    state: 'waiting',
    since: visit.at,
    enteredAt: visit.at,
    calledAt: null,
    calls: 0,
    room: null,
    wait: null,
    stays: [],
  };
}

/** The entry after an allowed move (see `moveOutcome`). */
export function moveEntry(entry: QueueEntry, move: MoveRecord): QueueEntry {
  const { at } = move;
  switch (move.action) {
    case 'call':
    case 'recall':
      return called(entry, move);
    case 'skip':
      return { ...entry, state: 'skipped', since: at };
    case 'hold':
      return hold(entry, move);
    case 'resume':
      return { ...entry, state: 'waiting', since: at };
    case 'prioritise':
      return { ...entry, priority: move.priority === 'none' ? null : (move.priority ?? entry.priority) };
    case 'transfer':
      return {
        ...left(entry, at),
        station: move.to ?? entry.station,
        state: 'waiting',
        enteredAt: at,
        calledAt: null,
        calls: 0,
        room: null,
        wait: null,
      };
    case 'finish':
      return { ...left(entry, at), state: 'finished' };
    case 'leave':
      return { ...left(entry, at), state: 'left' };
  }
}

function called(entry: QueueEntry, move: MoveRecord & { room?: string }): QueueEntry {
  const again = entry.state === 'called';
  return {
    ...entry,
    state: 'called',
    since: again ? entry.since : move.at,
    calledAt: again ? entry.calledAt : move.at,
    calls: entry.calls + 1,
    room: move.room ?? entry.room,
    wait: entry.wait ?? minutesBetween(entry.enteredAt, move.at),
  };
}

/** Closes the stay at the present station. */
function left(entry: QueueEntry, at: string): QueueEntry {
  const stay: Stay = {
    station: entry.station,
    enteredAt: entry.enteredAt,
    leftAt: at,
    wait: entry.wait ?? minutesBetween(entry.enteredAt, at),
    service: entry.calledAt === null ? null : minutesBetween(entry.calledAt, at),
  };
  return { ...entry, since: at, stays: [...entry.stays, stay] };
}

function hold({ heldFor: _before, ...entry }: QueueEntry, { at, reason }: MoveRecord): QueueEntry {
  return { ...entry, state: 'held', since: at, ...(reason !== undefined && { heldFor: reason }) };
}

/** Why the pharmacy holds a visit whose patient fetches the rest another day. */
export const COMES_BACK = 'Comes back for the rest';

/** The state as people are told it, a key under `queue.state`: who only has medicine to fetch is not "held". */
export function stateWord({
  state,
  heldFor,
}: Pick<QueueEntry, 'state' | 'heldFor'>): QueueState | 'comesBack' {
  return state === 'held' && heldFor === COMES_BACK ? 'comesBack' : state;
}
