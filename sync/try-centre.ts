import { FacilityError } from '../records/facility-error.js';
import type { Centre } from './centre-database.js';
import { centreError } from './centre-error.js';

/** A line that has not answered after this many milliseconds is as good as none for somebody who waits at a screen. */
const PATIENCE_MS = 15_000;

/**
 * Asks the centre for this box's own database, with its user and password, once.
 * `date`: the centre's clock, milliseconds since the epoch, where it says it.
 * @throws 'centre-unreachable'; 'centre-refused' where it answers and says no
 */
export async function tryCentre(
  centre: Centre,
  box: string,
  patienceMs = PATIENCE_MS,
): Promise<{ date: number | null }> {
  const database = `facility-${box.toLowerCase()}`;
  const { protocol, host, pathname } = new URL(centre.url);
  const address = `${protocol}//${host}${pathname}`.replace(/\/+$/, '');
  const account = Buffer.from(`${centre.user}:${centre.password}`).toString('base64');
  let response: Response;
  try {
    response = await fetch(`${address}/${database}`, {
      headers: { accept: 'application/json', authorization: `Basic ${account}` },
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.arrayBuffer();
  } catch (cause) {
    throw new FacilityError('centre-unreachable', `No answer from ${host} (${reasonOf(cause)}).`, {
      hint: 'hints.addressAndLine',
      cause,
    });
  }
  // 412: too few of its nodes are up.
  if (response.status >= 500 || response.status === 412) {
    throw new FacilityError('centre-unreachable', `${host} answered ${response.status}.`, {
      hint: 'hints.laterAgain',
    });
  }
  if (!response.ok) throw centreError({ status: response.status }, database);
  const date = Date.parse(response.headers.get('date') ?? '');
  return { date: Number.isNaN(date) ? null : date };
}

function reasonOf(cause: unknown): string {
  const inner = (cause as { cause?: { code?: unknown } }).cause?.code;
  if (typeof inner === 'string') return inner;
  return cause instanceof Error && cause.name === 'TimeoutError' ? 'time-out' : 'no connection';
}
