import type { MoveAction, MoveRecord } from './care.js';
import { FacilityError } from './facility-error.js';
import { isOpen, type QueueEntry, type QueueState } from './queue-entry.js';

/** A step as a station asks for it: what of a move record decides whether it may be taken. */
export type Move = Pick<MoveRecord, 'action' | 'station' | 'to' | 'priority'>;

/**
 * - `already-done`: the visit stands where the move would bring it (a double click, or another counter was first)
 * - `closed`: the visit is finished or its patient has left
 * - `elsewhere`: the visit has gone to another station meanwhile
 * - `not-possible`: the move makes no sense in this state (recall of one that nobody called)
 * - `incomplete`: a transfer without a station, a priority without a value
 */
export type MoveOutcome = 'allowed' | 'already-done' | 'closed' | 'elsewhere' | 'not-possible' | 'incomplete';

const OPEN: QueueState[] = ['waiting', 'called', 'held', 'skipped'];

/** The states that each move may start from. */
const FROM: Record<MoveAction, QueueState[]> = {
  call: ['waiting', 'skipped'],
  recall: ['called', 'skipped'],
  skip: ['waiting', 'called'],
  hold: ['waiting', 'called', 'skipped'],
  resume: ['held', 'skipped'],
  // a station may open a visit by its token and save without having called it
  transfer: OPEN,
  prioritise: OPEN,
  finish: OPEN,
  leave: OPEN,
};

/** The state that a move ends in. */
const TO: Partial<Record<MoveAction, QueueState>> = {
  call: 'called',
  skip: 'skipped',
  hold: 'held',
  resume: 'waiting',
  finish: 'finished',
  leave: 'left',
};

export function moveOutcome(entry: QueueEntry, move: Move): MoveOutcome {
  const { action } = move;
  if (action === 'transfer' && !move.to) return 'incomplete';
  if (action === 'prioritise' && !move.priority) return 'incomplete';
  if (!isOpen(entry)) return TO[action] === entry.state ? 'already-done' : 'closed';
  if (action === 'transfer' && move.to === entry.station) return 'already-done';
  if (move.station !== 'counter' && move.station !== entry.station) return 'elsewhere';
  if (TO[action] === entry.state) return 'already-done';
  // a newer box may write moves that this version doesn't know
  const from = FROM[action] as QueueState[] | undefined;
  return from?.includes(entry.state) ? 'allowed' : 'not-possible';
}

/**
 * Throws where the move may not be taken: `not-found` (no such visit today), `already-done`, `bad-input`
 * (incomplete), else `conflict`. `params` say where the visit stands now.
 */
export function checkMove(entry: QueueEntry | undefined, move: Move): asserts entry is QueueEntry {
  if (!entry) throw new FacilityError('not-found', 'No visit of today has this number.');
  const outcome = moveOutcome(entry, move);
  if (outcome === 'allowed') return;
  const params = { outcome, state: entry.state, station: entry.station, room: entry.room ?? '' };
  if (outcome === 'already-done') {
    throw new FacilityError('already-done', 'The visit already stands where this step would bring it.', {
      params,
    });
  }
  if (outcome === 'incomplete') {
    throw new FacilityError('bad-input', `The step ${move.action} lacks its value.`, { params });
  }
  throw new FacilityError('conflict', `The step ${move.action} is not possible now: ${outcome}.`, {
    params,
    hint: 'hints.queueAgain',
  });
}
