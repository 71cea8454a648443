import http from 'node:http';
import https from 'node:https';
import { FacilityError } from '../../records/facility-error.js';
import { refusalError } from '../enrolment/refusal-error.js';
import { stranger, unreachable } from '../line-failure.js';
import { FrameReader, type Frame } from './frames.js';
import { gatherWrites } from './gather-writes.js';
import { plainBytes } from './plain-bytes.js';

/** A probe each second, Node's default, would cost more than the exchanges of an idle hour. */
const TCP_PROBE_MS = 3_600_000;
/** Looked at so often, in milliseconds. */
const WATCH_MS = 500;

/** What is borne before a connection counts as dead, in milliseconds. */
export interface Patience {
  /** until TCP has connected: a fresh attempt finds a line that is back sooner than the kernel's retries */
  connectMs: number;
  /** until TLS is agreed */
  secureMs: number;
  /** without a byte from the gateway, which speaks at least every three seconds */
  silenceMs: number;
  /** without progress over however many connections: the rest is the next cycle's */
  withoutProgressMs: number;
}

export const PATIENCE: Patience = {
  connectMs: 4_000,
  secureMs: 8_000,
  silenceMs: 7_000,
  withoutProgressMs: 60_000,
};

export interface GatewayAddress {
  /** `https://gateway.example:6985` */
  url: string;
  /** the box's own CouchDB user */
  user: string;
  password: string;
  /** certificates to trust, PEM, instead of the system's */
  ca?: string;
}

/** One POST, whose body and answer travel at the same time. */
export interface Conversation {
  write(...frames: Uint8Array[]): void;
  /** no more frames come */
  end(): void;
  /** What the gateway says. Throws `centre-unreachable`, `centre-refused`. */
  frames(): AsyncGenerator<Frame>;
  /** While it runs, silence is this side's. */
  busy<T>(work: () => Promise<T>): Promise<T>;
  abort(error: Error): void;
}

/** The connection to the gateway, kept from one exchange to the next. */
export class GatewayLine {
  readonly #agent: http.Agent;
  readonly #address: GatewayAddress;
  /** bytes of frames and heads, both ways, since the line was opened; a few per cent less than the carrier counts */
  bytes = 0;
  /** connections that were opened */
  connections = 0;

  constructor(
    address: GatewayAddress,
    readonly patience: Patience = PATIENCE,
  ) {
    this.#address = address;
    // One connection: frames must not overtake each other. https.Agent resumes TLS sessions by itself.
    const options = { keepAlive: true, keepAliveMsecs: TCP_PROBE_MS, maxSockets: 1 };
    this.#agent = address.url.startsWith('https:') ? new https.Agent(options) : new http.Agent(options);
  }

  open(path: string, signal: AbortSignal): Conversation {
    const { url, user, password, ca } = this.#address;
    const request = (url.startsWith('https:') ? https : http).request(`${url.replace(/\/+$/, '')}${path}`, {
      method: 'POST',
      agent: this.#agent,
      auth: `${user}:${password}`,
      ...(ca === undefined ? {} : { ca }),
    });
    const conversation = this.#converse(request);
    const stop = (): void => conversation.abort(signal.reason as Error);
    signal.addEventListener('abort', stop);
    request.once('close', () => signal.removeEventListener('abort', stop));
    return conversation;
  }

  get url(): string {
    return this.#address.url;
  }

  close(): void {
    this.#agent.destroy();
  }

  #converse(request: http.ClientRequest): Conversation {
    const { connectMs, secureMs, silenceMs } = this.patience;
    let busy = 0;
    let moved = performance.now();
    let read = -1;
    let allowed = silenceMs;
    let failure: Error | null = null;
    const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.once('error', reject);
    });
    // Awaited in `frames`, which may come later.
    answered.catch(() => undefined);

    const abort = (error: Error): void => {
      failure ??= error;
      request.destroy(error);
    };
    const stage = (ms: number): void => {
      moved = performance.now();
      allowed = ms;
    };
    request.once('socket', (socket) => {
      if (!socket.connecting) return;
      this.connections += 1;
      stage(connectMs);
      socket.once('connect', () => stage(this.#address.url.startsWith('https:') ? secureMs : silenceMs));
      socket.once('secureConnect', () => stage(silenceMs));
    });
    const watch = setInterval(() => {
      const now = request.socket?.bytesRead ?? -1;
      if (now !== read || busy > 0) {
        read = now;
        if (request.socket?.connecting !== true) moved = performance.now();
      }
      if (performance.now() - moved > allowed)
        abort(new FacilityError('centre-unreachable', 'The line to the centre went silent'));
    }, WATCH_MS);
    request.once('close', () => clearInterval(watch));

    const count = (bytes: number): void => {
      this.bytes += bytes;
    };

    const gather = gatherWrites(request);

    async function* frames(): AsyncGenerator<Frame> {
      try {
        const response = await answered;
        if (response.statusCode !== 200) throw await refusal(response);
        if (response.headers['content-type'] !== 'application/octet-stream') throw stranger(200);
        const reader = new FrameReader();
        for await (const chunk of response as AsyncIterable<Buffer>) {
          count(chunk.length);
          yield* reader.take(plainBytes(chunk));
        }
      } catch (cause) {
        const reason = failure ?? cause;
        throw reason instanceof FacilityError ? reason : unreachable(reason);
      }
    }

    return {
      write: (...parts) => {
        if (request.destroyed) return;
        gather();
        for (const part of parts) {
          count(part.length);
          request.write(part);
        }
      },
      end: () => void request.end(),
      frames,
      busy: async (work) => {
        busy += 1;
        try {
          return await work();
        } finally {
          busy -= 1;
          moved = performance.now();
        }
      },
      abort,
    };
  }
}

async function refusal(response: http.IncomingMessage): Promise<FacilityError> {
  const { statusCode: status = 0, headers } = response;
  const ended = status === 403 ? refusalError(await readSmallJson(response)) : null;
  response.destroy();
  if (ended) return ended;
  if (status === 401 || status === 403) {
    return new FacilityError('centre-refused', "The centre does not accept this box's user and password", {
      hint: "Ask the centre for this box's password and set it again.",
      params: { status },
    });
  }
  if (status === 404) {
    return new FacilityError('centre-refused', 'The centre does not know this box', {
      hint: 'Ask the centre to prepare this facility.',
      params: { status },
    });
  }
  if (status !== 503) return Promise.resolve(stranger(status));
  const after = Number(headers['retry-after']);
  return new FacilityError('centre-unreachable', 'The centre has too much to do now', {
    hint: 'Nothing to do here: the box tries again by itself.',
    params: { status, ...(after > 0 ? { retryAfter: after } : {}) },
  });
}

/** A refusal's body; null where it is none, or too large to be one. */
async function readSmallJson(response: http.IncomingMessage): Promise<unknown> {
  let text = '';
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      text += chunk.toString();
      if (text.length > 4_096) return null;
    }
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
