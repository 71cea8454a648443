import { FacilityError, type HintKey } from '../records/facility-error.js';
import type { SyncWhy } from './sync-state.js';

/** What PouchDB hands on: its own errors, CouchDB's answers, or a copy of what `centre-line.ts` threw. */
interface CentreAnswer {
  status?: number;
  error?: unknown;
  reason?: string;
  code?: string;
  message?: string;
  hint?: HintKey;
  params?: Record<string, string | number>;
}

/**
 * Any failure of a replication, named: `centre-unreachable`, `centre-refused`, or `internal` where it came from
 * this box's side (`centre-line.ts` has named all that the line can do).
 */
export function centreError(cause: unknown, database?: string): FacilityError {
  if (cause instanceof FacilityError) return cause;
  const answer: CentreAnswer = typeof cause === 'object' && cause !== null ? cause : {};
  // PouchDB copies an error's properties into one of its own class.
  if (answer.code === 'centre-unreachable' || answer.code === 'centre-refused') {
    return new FacilityError(answer.code, answer.message ?? answer.code, {
      ...(answer.hint === undefined ? {} : { hint: answer.hint }),
      ...(answer.params === undefined ? {} : { params: answer.params }),
      cause,
    });
  }
  // One record's row in the centre's answer; another status than the answer's own.
  if (typeof answer.error === 'string' && answer.reason !== undefined && (answer.status ?? 0) >= 500) {
    return new FacilityError('centre-unreachable', `The centre cannot store records now (${answer.error})`, {
      hint: 'hints.askCouchLog',
      cause,
    });
  }
  return refusal(answer.status, database, cause);
}

const WHYS = new Map<number, SyncWhy>([
  [401, 'account'],
  [403, 'account'],
  [404, 'unknown-box'],
  [413, 'too-large'],
]);

function refusal(status = 0, database: string | undefined, cause: unknown): FacilityError {
  if (status < 400 || status >= 500) {
    return new FacilityError('internal', 'The exchange with the centre failed on this box', { cause });
  }
  const why = WHYS.get(status);
  const params = {
    status,
    ...(database === undefined ? {} : { database }),
    ...(why === undefined ? {} : { why }),
  };
  const [message, hint] = wordsFor(
    status,
    database === undefined ? 'a database' : `the database ${database}`,
  );
  return new FacilityError('centre-refused', message, { hint, params, cause });
}

function wordsFor(status: number, which: string): [message: string, hint: HintKey] {
  if (status === 401) {
    return ["The centre does not accept this box's user and password", 'hints.setPassword'];
  }
  if (status === 403) {
    return [`The centre does not let this box use ${which}`, 'hints.prepareAgain'];
  }
  if (status === 404) {
    return [`The centre does not have ${which}`, 'hints.askToPrepare'];
  }
  if (status === 413) {
    return ['The centre takes no request of this size', 'hints.raiseLimit'];
  }
  return [`The centre answered ${status} for ${which}`, 'hints.askCouchLog'];
}
