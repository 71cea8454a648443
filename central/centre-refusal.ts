import { FacilityError } from '../records/facility-error.js';

/** The HTTP status that nano puts on an error; undefined where no answer came. */
export function statusOf(error: unknown): number | undefined {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}

/**
 * Whether CouchDB (3.4 and later) takes no password of this user for five minutes, the right one neither, because too
 * many wrong ones came from one address.
 */
export function isLockedOut(error: unknown): boolean {
  const { reason } = (error ?? {}) as { reason?: unknown };
  return statusOf(error) === 403 && typeof reason === 'string' && reason.includes('temporarily locked');
}

/** Whether too few nodes of a cluster are up to answer: CouchDB says 412 then, as of a condition that does not hold. */
export function isShortOfNodes(error: unknown): boolean {
  return statusOf(error) === 412 && (error as { error?: unknown }).error === 'nodedown';
}

/** What nano threw, named. nano's error isn't kept as the cause: it holds the request's headers. */
export function centreRefusal(error: unknown): FacilityError {
  if (error instanceof FacilityError) return error;
  const status = statusOf(error);
  if (status === undefined) {
    return new FacilityError('centre-unreachable', 'The centre does not answer', {
      hint: 'hints.checkCouch',
    });
  }
  if (isShortOfNodes(error)) {
    return new FacilityError('centre-unreachable', 'Too few nodes of the CouchDB are up', {
      hint: 'hints.startNodes',
    });
  }
  if (isLockedOut(error)) {
    return new FacilityError('centre-refused', 'The centre has locked this account for some minutes', {
      hint: 'hints.lockedOut',
      params: { status: 403 },
    });
  }
  if (status === 404) {
    return new FacilityError('centre-refused', 'The centre answered 404: it lacks what this Nadi asks for', {
      hint: 'hints.olderCentre',
      params: { status },
    });
  }
  const hint =
    status === 401 || status === 403
      ? 'hints.serverAdmin'
      : status === 409
        ? 'hints.sameMoment'
        : 'hints.couchLog';
  return new FacilityError('centre-refused', `The centre answered ${status}`, { hint, params: { status } });
}
