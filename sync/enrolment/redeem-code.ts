import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import { stranger, unreachable } from '../line-failure.js';
import { deriveKeys, unseal } from './enrolment-keys.js';
import type { EnrolAnswer, EnrolledCentre, EnrolRequest } from './messages.js';
import { refusalError } from './refusal-error.js';

/** For one small question over a slow line, in milliseconds. */
const PATIENCE_MS = 30_000;

export interface RedeemOptions {
  /** root address of the centre's gateway */
  gateway: string;
  box: BoxId;
  secret: Uint8Array;
  /** a mark of this machine; the same one may redeem a code again where the answer was lost on the way */
  device: string;
  patienceMs?: number;
}

/**
 * Trades a one-time code for the box's access to its centre. Throws `code-wrong`, `code-used`, `code-expired`,
 * `too-many-tries`, `box-revoked`, `centre-unreachable`, `centre-refused`.
 */
export async function redeemCode(options: RedeemOptions): Promise<EnrolledCentre> {
  const { gateway, box, secret, device, patienceMs = PATIENCE_MS } = options;
  const { proof, key } = await deriveKeys(box, secret);
  const { status, body } = await ask(gateway, { box, proof, device }, patienceMs);
  if (status !== 200) throw refusalError(body) ?? stranger(status);
  const { sealed } = (body ?? {}) as Partial<EnrolAnswer>;
  if (typeof sealed !== 'string') throw stranger(status);
  try {
    return unseal(key, sealed) as EnrolledCentre;
  } catch (cause) {
    throw new FacilityError('centre-refused', "The centre's answer was not made for this code.", {
      hint: 'hints.ownDistrictServer',
      cause,
    });
  }
}

async function ask(
  gateway: string,
  body: EnrolRequest,
  patienceMs: number,
): Promise<{ status: number; body: unknown }> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${gateway.replace(/\/+$/, '')}/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    text = await response.text();
  } catch (cause) {
    // fetch hides what happened one level down.
    throw unreachable((cause as { cause?: unknown }).cause ?? cause);
  }
  try {
    return { status: response.status, body: JSON.parse(text) as unknown };
  } catch {
    throw stranger(response.status);
  }
}
