import { Agent, request } from 'node:http';
import { randomBytes } from 'node:crypto';

export interface Answer {
  status: number;
  body: string;
  /** the body as it came: a PDF is no text */
  bytes: Uint8Array;
  location?: string;
  /** when to come again, and where: `1; url=/reports/…` */
  refresh?: string;
  /** in how many seconds to come again, where it cannot be answered now */
  retryAfter?: string;
}

/** Somebody at a page, over a real socket: keeps cookies and the CSRF token, sends forms as a browser would. */
export class HttpUser {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #cookies = new Map<string, string>();

  constructor(public origin: string) {}

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send('GET', path, undefined, headers);
  }

  /** Posts a form with its CSRF token and a fresh `once` key where none is given. */
  async post(path: string, fields: Record<string, string | string[]>): Promise<Answer> {
    const crumb = this.#cookies.get('crumb') ?? '';
    const once = randomBytes(6).toString('hex');
    const all = Object.entries({ crumb, once, ...fields });
    const sent = all.flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
    return this.#send('POST', path, new URLSearchParams(sent).toString());
  }

  /** Throws where the log-in is refused. */
  async logIn(name: string, password: string): Promise<void> {
    await this.get('/login');
    const answer = await this.post('/login', { name, password });
    if (answer.status !== 302) throw new Error(`The log-in of ${name} answered ${answer.status}.`);
  }

  /** Another browser tab of the same person. */
  sameSession(): HttpUser {
    const other = new HttpUser(this.origin);
    for (const [name, value] of this.#cookies) other.#cookies.set(name, value);
    return other;
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const sent = request(`${this.origin}${path}`, {
        method,
        agent: this.#agent,
        headers: {
          ...headers,
          cookie,
          ...(body === undefined
            ? {}
            : {
                'content-type': 'application/x-www-form-urlencoded',
                'content-length': Buffer.byteLength(body),
              }),
        },
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // A browser sends again, too, where a kept connection ended just as it was used; a form's `once` key holds.
        if (sent.reusedSocket && error.code === 'ECONNRESET')
          this.#send(method, path, body, headers).then(resolve, reject);
        else reject(error);
      });
      sent.on('response', (response) => {
        for (const header of response.headers['set-cookie'] ?? []) this.#keep(header);
        const chunks: Uint8Array[] = [];
        response.on('data', (chunk: Uint8Array) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { location, refresh, 'retry-after': retryAfter } = response.headers;
          const bytes = new Uint8Array(Buffer.concat(chunks));
          const answer = {
            status: response.statusCode ?? 0,
            body: Buffer.from(bytes).toString('utf8'),
            bytes,
          };
          resolve({
            ...answer,
            ...(location ? { location } : {}),
            ...(typeof refresh === 'string' ? { refresh } : {}),
            ...(retryAfter === undefined ? {} : { retryAfter }),
          });
        });
      });
      sent.end(body);
    });
  }

  #keep(header: string): void {
    const [pair = ''] = header.split(';');
    const cut = pair.indexOf('=');
    this.#cookies.set(pair.slice(0, cut), pair.slice(cut + 1));
  }
}
