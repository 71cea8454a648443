import { FacilityError } from '../../records/facility-error.js';
import { couchAt } from '../couch-of.js';
import { timelyCouch } from '../timely-couch.js';
import { buildWeb, type WebOptions } from './build-web.js';

export interface RunningWeb {
  /** `https://127.0.0.1:8443`, without a slash */
  url: string;
  stop: () => Promise<void>;
}

export interface StartOptions extends Omit<WebOptions, 'couch'> {
  /** how long a page waits for one answer of CouchDB, milliseconds; for tests */
  patienceMs?: number;
}

/** Starts the centre's pages. Throws `port-in-use`, `centre-unreachable`, `centre-refused`. */
export async function startWeb({ login, patienceMs, ...options }: StartOptions): Promise<RunningWeb> {
  const couch = timelyCouch(couchAt(login), { limitMs: patienceMs, now: options.now });
  const server = await buildWeb({ ...options, couch, login });
  try {
    // What is wrong with the database's address or user is told now, not to the first who looks.
    await server.app.centre.places.book();
    await server.start();
  } catch (cause) {
    await server.stop();
    if (cause instanceof FacilityError && cause.code === 'centre-refused') {
      throw new FacilityError('centre-refused', cause.message, {
        hint: 'hints.pagesUser',
        params: cause.params,
        cause,
      });
    }
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause;
    const port = options.port ?? 0;
    throw new FacilityError('port-in-use', `Port ${port} is taken or not allowed.`, {
      hint: 'hints.anotherPort',
      params: { port },
      cause,
    });
  }
  const { protocol, port } = server.info;
  let stopped: Promise<void> | undefined;
  return {
    url: `${protocol}://${options.host ?? '127.0.0.1'}:${port}`,
    stop: () => (stopped ??= server.stop({ timeout: 2_000 })),
  };
}
