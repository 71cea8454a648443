import { FacilityError } from '../../records/facility-error.js';
import { viewerOf, type Viewer } from './viewer.js';

export interface CouchSession {
  viewer: Viewer;
  /** CouchDB's own cookie */
  cookie: string;
}

interface SessionAnswer {
  userCtx?: { name: string | null; roles: string[] };
}

const PATIENCE_MS = 10_000;

/**
 * CouchDB's sessions stand behind those of the pages, so that a user whom the central team removes or gives another
 * password is out at once. Asked by fetch: nano keeps `Set-Cookie` to itself. Throws `centre-unreachable`.
 */
export class CouchSessions {
  /** @param couchUrl without an account */
  constructor(private readonly couchUrl: string) {}

  /**
   * Null where name or password are wrong, `nobody` where they are right and their bearer has no role here, `locked` where
   * CouchDB takes no password of this name from there for some minutes.
   * @param from address of who logs in, by which CouchDB counts wrong passwords
   */
  async logIn(
    name: string,
    password: string,
    from: string,
  ): Promise<CouchSession | 'nobody' | 'locked' | null> {
    const answer = await this.#ask({
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify({ name, password }),
    });
    // CouchDB has no other reason to forbid a log-in.
    if (answer.status === 403) return 'locked';
    if (answer.status === 401) return null;
    const cookie = readCookie(answer);
    if (!answer.ok || cookie === null) throw unreachable();
    // What a log-in answers lacks the roles in some versions.
    return (await this.check(cookie)) ?? 'nobody';
  }

  /** Who goes on with this cookie, and with which one from now; null where the session is over. */
  async check(cookie: string): Promise<CouchSession | null> {
    const answer = await this.#ask({ headers: { cookie: `AuthSession=${cookie}` } });
    // 400: a cookie that CouchDB cannot read, as after another one was put in its place.
    if ([400, 401, 403].includes(answer.status)) return null;
    if (!answer.ok) throw unreachable();
    const { userCtx } = await readSession(answer);
    if (!userCtx?.name) return null;
    const viewer = viewerOf({ name: userCtx.name, roles: userCtx.roles });
    return viewer && { viewer, cookie: readCookie(answer) ?? cookie };
  }

  async #ask(request: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.couchUrl}/_session`, {
        ...request,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch (cause) {
      throw new FacilityError('centre-unreachable', 'CouchDB does not answer', { cause });
    }
  }
}

/** A node that is killed breaks its answer off. */
async function readSession(answer: Response): Promise<SessionAnswer> {
  try {
    return (await answer.json()) as SessionAnswer;
  } catch {
    throw unreachable();
  }
}

function unreachable(): FacilityError {
  return new FacilityError('centre-unreachable', 'CouchDB opens no session');
}

function readCookie(answer: Response): string | null {
  for (const header of answer.headers.getSetCookie()) {
    const value = /^AuthSession=([^;]+)/.exec(header)?.[1];
    if (value !== undefined) return value;
  }
  return null;
}
