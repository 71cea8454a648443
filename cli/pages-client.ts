import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';
import { FacilityError } from '../records/facility-error.js';
import { readFailure } from '../node-server/admin/read-failure.js';
import type { Job } from '../records/progress.js';
import { readJobLines } from './tasks/read-job-lines.js';

export interface PagesLogin {
  /** address of the centre's pages: https://centre.example:8443 */
  url: string;
  user: string;
  password: string;
}

/** How often a server that has no room is asked again. */
const TRIES = 20;
const LONGEST_WAIT_S = 60;

/** An officer at the centre's pages, through the same log-in form as in a browser. */
export class PagesClient {
  readonly #cookies = new Map<string, string>();

  private constructor(private readonly url: string) {}

  /** Throws `bad-input`, `not-logged-in`, `too-many-tries`, `centre-unreachable`, `centre-refused`. */
  static async logIn({ url, user, password }: PagesLogin): Promise<PagesClient> {
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new FacilityError('bad-input', '--pages is not right', {
        hint: 'hints.pagesAddress',
        fields: [{ field: 'pages', code: 'wrongUrl' }],
      });
    }
    const client = new PagesClient(new URL(url).origin);
    await drop(await client.#ask('GET', '/login'));
    const answer = await client.#ask('POST', '/login', { name: user, password, next: '/boxes' });
    await drop(answer);
    if (answer.status === 302) return client;
    if (answer.status === 401) {
      throw new FacilityError('not-logged-in', `The pages refuse ${user} with this password`, {
        hint: 'hints.checkUserAndFile',
      });
    }
    if (answer.status === 429) {
      const seconds = Number(answer.headers.get('retry-after') ?? 60);
      throw new FacilityError('too-many-tries', `The pages take no log-in for ${seconds} seconds`, {
        hint: 'hints.waitSeconds',
        params: { seconds },
      });
    }
    throw notPages(client.url, answer.status);
  }

  /** Throws `not-found` where the pages are older than this command, else as `logIn`. */
  async read<T>(path: string): Promise<T> {
    const answer = await this.#ask('GET', path);
    const isTold = isOf(answer, 'application/json');
    if (answer.ok && isTold) return (await answer.json()) as T;
    if (answer.status === 503 && isTold) throw readFailure(await answer.json(), answer.status);
    await drop(answer);
    if (answer.status === 404) throw olderPages(this.url);
    throw notPages(this.url, answer.status);
  }

  /**
   * Follows a long job of the pages; ended early, it ends there, too. Waits as long as the pages say where they have no
   * room. Throws what the job throws, `not-found`, `too-many-tries`, `centre-unreachable`.
   */
  async *follow<T>(path: string): Job<T> {
    const gone = new AbortController();
    try {
      for (let tries = 1; ; tries += 1) {
        const answer = await this.#ask('POST', path, {}, gone.signal);
        if (answer.status === 429 && tries < TRIES) {
          const seconds = Math.min(Number(answer.headers.get('retry-after') ?? 15), LONGEST_WAIT_S);
          await drop(answer);
          for (let left = seconds; left > 0; left -= 1) {
            yield { step: 'audit.waiting', done: 0, unit: 'records' };
            await pause(1_000);
          }
          continue;
        }
        return yield* this.#lines<T>(answer);
      }
    } finally {
      gone.abort();
    }
  }

  async *#lines<T>(answer: Response): Job<T> {
    const { body, status } = answer;
    const isJob = isOf(answer, 'application/x-ndjson') || isOf(answer, 'application/json');
    if (!isJob || !body) {
      await drop(answer);
      if (status === 404) throw olderPages(this.url);
      throw notPages(this.url, status);
    }
    const input = Readable.fromWeb(body as ReadableStream);
    input.on('error', () => undefined);
    try {
      return yield* readJobLines<T>(input, status, () => unreachable(this.url, null));
    } catch (cause) {
      throw cause instanceof FacilityError ? cause : unreachable(this.url, cause);
    }
  }

  async #ask(
    method: 'GET' | 'POST',
    path: string,
    fields?: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Response> {
    const crumb = this.#cookies.get('crumb') ?? '';
    const answer = await fetch(`${this.url}${path}`, {
      ...{ method, redirect: 'manual' },
      headers: {
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        // Progress is told line by line; a compressed answer would hold it back.
        'accept-encoding': 'identity',
        // What fails is told as a program reads it.
        ...(method === 'GET' ? { accept: 'application/json' } : {}),
      },
      ...(fields ? { body: new URLSearchParams({ crumb, ...fields }) } : {}),
      ...(signal ? { signal } : {}),
    }).catch((cause: unknown) => {
      throw unreachable(this.url, cause);
    });
    for (const header of answer.headers.getSetCookie()) {
      const [pair = ''] = header.split(';');
      const cut = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
    }
    return answer;
  }
}

function isOf({ headers }: Response, type: string): boolean {
  return headers.get('content-type')?.startsWith(type) ?? false;
}

/** A body that nobody reads would hold the connection. */
async function drop({ body }: Response): Promise<void> {
  await body?.cancel();
}

function unreachable(url: string, cause: unknown): FacilityError {
  return new FacilityError('centre-unreachable', `The centre's pages at ${url} do not answer`, {
    hint: 'hints.checkPagesAddress',
    ...(cause === null ? {} : { cause }),
  });
}

function olderPages(url: string): FacilityError {
  return new FacilityError('not-found', `The pages at ${url} do not know this question`, {
    hint: 'hints.olderPages',
  });
}

function notPages(url: string, status: number): FacilityError {
  return new FacilityError('centre-refused', `${url} answered ${status}, not as the centre's pages do`, {
    hint: 'hints.notPages',
    params: { status },
  });
}
