import { FacilityError } from '../records/facility-error.js';

/** A hotel's or a mobile network's log-in page, or a proxy's error page. */
export function stranger(status: number): FacilityError {
  if (status === 413) {
    return new FacilityError('centre-unreachable', 'A server before the centre takes nothing of this size', {
      hint: 'Tell the centre: the proxy before its gateway must not limit what is sent.',
      params: { status, why: 'too-large' },
    });
  }
  if (status >= 500) {
    return new FacilityError('centre-unreachable', `The centre has trouble of its own (status ${status})`, {
      hint: 'Nothing to do here: the box tries again by itself.',
      params: { status, why: 'trouble' },
    });
  }
  return new FacilityError(
    'centre-unreachable',
    `Something other than the centre answers at its address (status ${status})`,
    {
      hint: 'Open any web page on the box: the internet line may ask for a log-in or a recharge.',
      params: { status, why: 'stranger' },
    },
  );
}

/** No answer came: a bad certificate, or no way there. */
export function unreachable(cause: unknown): FacilityError {
  const code = errorCode(cause);
  if (/CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/.test(code)) {
    return new FacilityError('centre-unreachable', `The centre's certificate is not good (${code})`, {
      hint: "Is the box's clock right? Else ask the centre.",
      params: { why: 'certificate' },
      cause,
    });
  }
  const reason = code === '' ? '' : ` (${code})`;
  return new FacilityError('centre-unreachable', `The centre cannot be reached${reason}`, {
    hint: 'Is the internet line up? The box tries again by itself.',
    cause,
  });
}

function errorCode(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return '';
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
