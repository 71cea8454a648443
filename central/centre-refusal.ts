import { FacilityError } from '../records/facility-error.js';

/** The HTTP status that nano puts on an error; undefined where no answer came. */
export function statusOf(error: unknown): number | undefined {
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}

/** What nano threw, named. nano's error isn't kept as the cause: it holds the request's headers. */
export function centreRefusal(error: unknown): FacilityError {
  if (error instanceof FacilityError) return error;
  const status = statusOf(error);
  if (status === undefined) {
    return new FacilityError('centre-unreachable', 'The centre does not answer', {
      hint: 'Check its address, and that it runs.',
    });
  }
  const hint =
    status === 401 || status === 403
      ? 'Log in as a server admin of the CouchDB.'
      : status === 409
        ? 'Somebody else changed the same thing at the same moment: run it again.'
        : 'The log of the CouchDB says why.';
  return new FacilityError('centre-refused', `The centre answered ${status}`, { hint, params: { status } });
}
