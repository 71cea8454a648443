import { FacilityError } from '../records/facility-error.js';

/** A hotel's or a mobile network's log-in page, or a proxy's error page. */
export function stranger(status: number): FacilityError {
  if (status === 413) {
    return new FacilityError('centre-unreachable', 'A server before the centre takes nothing of this size', {
      hint: 'hints.proxyLimit',
      params: { status, why: 'too-large' },
    });
  }
  if (status >= 500) {
    return new FacilityError('centre-unreachable', `The centre has trouble of its own (status ${status})`, {
      hint: 'hints.triesByItself',
      params: { status, why: 'trouble' },
    });
  }
  return new FacilityError(
    'centre-unreachable',
    `Something other than the centre answers at its address (status ${status})`,
    {
      hint: 'hints.openWebPage',
      params: { status, why: 'stranger' },
    },
  );
}

/** No answer came: a bad certificate, or no way there. */
export function unreachable(cause: unknown): FacilityError {
  const code = errorCode(cause);
  if (/CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/.test(code)) {
    return new FacilityError('centre-unreachable', `The centre's certificate is not good (${code})`, {
      hint: 'hints.clockOrAsk',
      params: { why: 'certificate' },
      cause,
    });
  }
  const reason = code === '' ? '' : ` (${code})`;
  return new FacilityError('centre-unreachable', `The centre cannot be reached${reason}`, {
    hint: 'hints.lineUp',
    cause,
  });
}

function errorCode(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return '';
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
