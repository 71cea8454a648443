import type { Failed } from '../../sync/exchange/messages.js';

/** Why an exchange ends before its end; the box hears of it in a `failed` frame, or in the status of the answer. */
export class GatewayError extends Error {
  override name = 'GatewayError';
  /** seconds after which the box should come again */
  readonly retryAfter: number | undefined;
  /** CouchDB's status, where it refused */
  readonly status: number | undefined;

  /** CouchDB takes no password of this user for some minutes */
  readonly lockedOut: boolean;

  constructor(
    readonly code: Failed['code'],
    message: string,
    {
      retryAfter,
      status,
      lockedOut = false,
    }: { retryAfter?: number; status?: number; lockedOut?: boolean } = {},
  ) {
    super(message);
    this.retryAfter = retryAfter;
    this.status = status;
    this.lockedOut = lockedOut;
  }

  toMessage(): Failed {
    const { code, message, retryAfter, status } = this;
    return {
      code,
      message,
      ...(retryAfter === undefined ? {} : { retryAfter }),
      ...(status === undefined ? {} : { status }),
    };
  }
}
