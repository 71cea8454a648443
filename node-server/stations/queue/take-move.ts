import type { MoveAction, MoveRecord, Station } from '../../../records/care.js';
import { checkMove } from '../../../records/check-move.js';
import { FacilityError } from '../../../records/facility-error.js';
import { VISIT_PATTERN, type VisitId } from '../../../records/ids.js';
import { presentEntry, type QueueEntry } from '../../../records/queue-entry.js';
import { foldVisit } from '../../../records/visit-fold.js';
import type { Facility } from '../../facility.js';
import type { AppendOptions } from '../../store/ledger.js';

/** A step as a page asks for it: with `next` the queue says whom. A station's own save finishes a visit. */
export interface MoveRequest {
  action: Exclude<MoveAction, 'finish'> | 'next';
  /** where the person who asks sees the visit; `counter` may move it wherever it is */
  station: Station | 'counter';
  visit?: VisitId;
  room?: string;
  to?: Station;
  priority?: NonNullable<MoveRecord['priority']>;
  reason?: string;
}

/**
 * Writes one step of the queue and gives the entry as it was before. Who is next is decided while writing, so two
 * doctors who call at one moment get two patients. Throws what `checkMove` throws; `conflict` with outcome
 * `nobody` where no one waits.
 */
export async function takeMove(
  facility: Facility,
  saving: AppendOptions,
  move: MoveRequest,
): Promise<QueueEntry> {
  const { action, station, visit = '' } = move;
  const line = action === 'next' && station !== 'counter' ? facility.queue.waiting(station) : [];
  if (action !== 'next' && !VISIT_PATTERN.test(visit)) {
    throw new FacilityError('not-found', 'There is no such visit.');
  }
  const visits = action === 'next' ? line.map((entry) => entry.visit) : [visit];
  return facility.append({ ...saving, visits }, (draft) => {
    const entry =
      action === 'next'
        ? nextAt(facility.queue.next(station as Station))
        : presentEntry(foldVisit(draft.recordsOf(visit)).entry, draft.day);
    const step = withoutBlanks({ ...move, action: action === 'next' ? 'call' : action });
    checkMove(entry, step);
    draft.part(entry.visit, 'move', { patient: entry.patient, ...step });
    return entry;
  });
}

function nextAt(entry: QueueEntry | undefined): QueueEntry {
  if (entry) return entry;
  throw new FacilityError('conflict', 'Nobody waits here.', { params: { outcome: 'nobody' } });
}

/** Only what belongs to the step is written: a call has a room, a transfer a goal. */
function withoutBlanks({
  action,
  station,
  room,
  to,
  priority,
  reason,
}: MoveRequest & { action: MoveAction }) {
  return {
    action,
    station,
    ...(room && (action === 'call' || action === 'recall') && { room }),
    ...(to && action === 'transfer' && { to }),
    ...(priority && action === 'prioritise' && { priority }),
    ...(reason && { reason }),
  };
}
