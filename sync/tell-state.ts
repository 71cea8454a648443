import type { AccessEnded } from './access-ended.js';
import { endedMessage } from './enrolment/refusal-error.js';
import type { ForerunnerState } from './forerunner.js';
import type { FacilityError } from '../records/facility-error.js';
import type { Lane } from './lanes.js';
import type { PushMark } from './sync-mark.js';
import { isRivalled } from './refusals.js';
import { SYNC_WHYS, type SyncKind, type SyncState, type SyncWhy } from './sync-state.js';
import type { WaitingRecords } from './waiting-records.js';

/** What the running replication knows at a moment. */
export interface SyncFacts {
  mark: PushMark;
  waiting: WaitingRecords;
  /** why the last cycle failed */
  failure: { error: FacilityError; at: string } | null;
  running: boolean;
  /** the centre has answered in the running cycle */
  talking: boolean;
  /** how far the centre's copy reached when a cycle last found nothing unsent and the same count on both sides */
  verifiedAt: number | null;
  nextTry: string | null;
  received: number;
  /** when the centre last told what it has for this box, UTC */
  heardAt: string | null;
  forerunners: ForerunnerState[];
  /** urgent records that the centre has not confirmed */
  urgentWaiting: number;
  /** what the operator's settings keep back */
  heldBack: Lane | null;
}

/** Ids named in a message; the rest is a number. */
const NAMED = 3;

/** The centre has answered, and says no. */
const REFUSED: readonly string[] = ['centre-refused', 'box-revoked'];

export function tellState(facts: SyncFacts): SyncState {
  const { mark, waiting, failure, nextTry, received } = facts;
  const lastError = mark.ended
    ? tellEnded(mark.ended)
    : failure
      ? tellFailure(failure)
      : refusedRecords(mark);
  return {
    kind: kindOf(facts),
    waiting: waiting.count,
    ...(waiting.oldest === undefined ? {} : { oldestWaiting: waiting.oldest }),
    ...(mark.lastConfirmed === undefined ? {} : { lastConfirmed: mark.lastConfirmed }),
    ...(lastError ? { lastError } : {}),
    ...(mark.ended ? { ended: { day: mark.ended.day, reason: mark.ended.reason } } : {}),
    ...(nextTry === null ? {} : { nextTry }),
    received,
    ...(facts.heardAt === null ? {} : { heardAt: facts.heardAt }),
    ...(facts.urgentWaiting === 0 ? {} : { urgentWaiting: facts.urgentWaiting }),
    ...(facts.heldBack === null ? {} : { heldBack: facts.heldBack }),
    ...(facts.forerunners.length === 0 ? {} : { forerunners: facts.forerunners }),
  };
}

function kindOf({ mark, waiting, failure, running, talking, verifiedAt }: SyncFacts): SyncKind {
  if (mark.ended) return 'refused';
  if (failure && REFUSED.includes(failure.error.code)) return 'refused';
  if (failure && !talking) return 'offline';
  if (running && talking && waiting.count > mark.refused.length) return 'sending';
  if (failure) return 'offline';
  if (mark.refused.length > 0) return 'refused';
  return verifiedAt === mark.confirmed && waiting.count === 0 ? 'up-to-date' : 'waiting';
}

function tellEnded({ day, reason, heardAt }: AccessEnded): NonNullable<SyncState['lastError']> {
  return { code: 'box-revoked', message: endedMessage(day, reason), at: heardAt };
}

function tellFailure({ error, at }: NonNullable<SyncFacts['failure']>): NonNullable<SyncState['lastError']> {
  const { code, message, params } = error;
  const why: SyncWhy | undefined = SYNC_WHYS.find((one) => one === params['why']);
  return { code, message, at, ...(why === undefined ? {} : { why }) };
}

/** Ids name no person; the reason is the centre's own text. */
function refusedRecords({ refused }: PushMark): SyncState['lastError'] | null {
  const [first] = refused;
  if (!first) return null;
  const ids = refused.slice(0, NAMED).map(({ id }) => id);
  const more = refused.length > NAMED ? ` and ${refused.length - NAMED} more` : '';
  const what = refused.length === 1 ? '1 record' : `${refused.length} records`;
  const message = `The centre refused ${what}: ${ids.join(', ')}${more} (${first.reason})`;
  const why = isRivalled(refused) ? 'two-boxes' : 'records';
  return { code: 'centre-refused', message, at: first.at, why };
}
