import http from 'node:http';
import https from 'node:https';
import { FacilityError } from '../../records/facility-error.js';
import { refusalError } from '../enrolment/refusal-error.js';
import { stranger, unreachable } from '../line-failure.js';
import { dropConnection, ResumingAgent } from '../resuming-agent.js';
import { FrameError, FrameReader, type Frame } from './frames.js';
import { gatherWrites } from './gather-writes.js';
import { plainBytes } from './plain-bytes.js';
import { PATIENCE, SilenceWatch, type Patience } from './silence-watch.js';

/** A probe each second, Node's default, would cost more than the exchanges of an idle hour. */
const TCP_PROBE_MS = 3_600_000;
/** One connection: frames must not overtake each other. */
const KEPT = { keepAlive: true, keepAliveMsecs: TCP_PROBE_MS, maxSockets: 1 };
/** A carrier's NAT may have forgotten a connection that was silent for longer. */
const WARM_MS = 120_000;
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
  /** whether the gateway is in the middle of a bundle, and says soon how far it is */
  awaits(soon: boolean): void;
  abort(error: Error): void;
}

/** The connection to the gateway, kept from one exchange to the next. */
export class GatewayLine {
  readonly #agent: http.Agent;
  readonly #address: GatewayAddress;
  #used = -Infinity;
  /** bytes of frames and heads, both ways, since the line was opened; a few per cent less than the carrier counts */
  bytes = 0;
  /** connections that were opened */
  connections = 0;

  constructor(
    address: GatewayAddress,
    readonly patience: Patience = PATIENCE,
  ) {
    this.#address = address;
    this.#agent = address.url.startsWith('https:') ? new ResumingAgent(KEPT) : new http.Agent(KEPT);
  }

  open(path: string, signal: AbortSignal): Conversation {
    const { url, user, password, ca } = this.#address;
    const request = (url.startsWith('https:') ? https : http).request(`${url.replace(/\/+$/, '')}${path}`, {
      method: 'POST',
      agent: this.#agent,
      auth: `${user}:${password}`,
      ...(ca === undefined ? {} : { ca }),
    });
    // HTTP/1.1 keeps connections without a word on it.
    request.removeHeader('Connection');
    const conversation = this.#converse(request);
    const stop = (): void => conversation.abort(signal.reason as Error);
    signal.addEventListener('abort', stop);
    request.once('close', () => signal.removeEventListener('abort', stop));
    return conversation;
  }

  /** Whether the next exchange needs no new connection, as far as this side can know. */
  get isWarm(): boolean {
    const isKept = Object.values(this.#agent.freeSockets).some((sockets = []) => sockets.length > 0);
    return isKept && performance.now() - this.#used < WARM_MS;
  }

  get url(): string {
    return this.#address.url;
  }

  close(): void {
    this.#agent.destroy();
  }

  #converse(request: http.ClientRequest): Conversation {
    const { connectMs, secureMs, silenceMs } = this.patience;
    let failure: Error | null = null;
    /** bytes that wait for the connection, which may never come */
    let kept = 0;
    let ready = false;
    let giveUp = (_error: Error): void => undefined;
    const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      // A second one may follow the first.
      request.on('error', reject);
      giveUp = reject;
    });
    // Awaited in `frames`, which may come later.
    answered.catch(() => undefined);

    const abort = (error: Error): void => {
      failure ??= error;
      if (request.socket) dropConnection(request.socket);
      request.destroy(error);
      // One that waits for its turn says nothing of its end.
      giveUp(error);
    };
    const bytesRead = (): number | null => {
      const { socket } = request;
      return socket && !socket.connecting ? socket.bytesRead : null;
    };
    const silence = new SilenceWatch(this.patience, bytesRead, () => {
      abort(
        new FacilityError('centre-unreachable', 'The line to the centre went silent', {
          params: { why: 'silent' },
        }),
      );
    });
    const isSecure = this.#address.url.startsWith('https:');
    const reached = (): void => {
      silence.allow(silenceMs);
      this.bytes += ready ? 0 : kept;
      ready = true;
    };
    request.once('socket', (socket) => {
      if (!socket.connecting) return reached();
      this.connections += 1;
      silence.allow(connectMs);
      socket.once('connect', () => (isSecure ? silence.allow(secureMs) : reached()));
      socket.once('secureConnect', reached);
    });
    request.once('close', () => {
      silence.end();
      this.#used = performance.now();
    });

    const count = (bytes: number): void => {
      if (ready) this.bytes += bytes;
      else kept += bytes;
    };

    const gather = gatherWrites(request);

    async function* frames(): AsyncGenerator<Frame> {
      try {
        const response = await answered;
        if (response.statusCode !== 200) {
          const refused = await refusal(response);
          // Its own body is not at its end, and would keep the connection from the next one.
          request.destroy();
          throw refused;
        }
        if (response.headers['content-type'] !== 'application/octet-stream') throw stranger(200);
        const reader = new FrameReader();
        for await (const chunk of response as AsyncIterable<Buffer>) {
          count(chunk.length);
          for (const next of reader.take(plainBytes(chunk))) {
            if (next.kind !== 'alive') silence.progress();
            yield next;
          }
        }
      } catch (cause) {
        const reason = failure ?? cause;
        if (reason instanceof FacilityError) throw reason;
        throw reason instanceof FrameError ? stranger(200) : unreachable(reason);
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
      busy: (work) => silence.busy(work),
      awaits: (soon) => silence.awaits(soon),
      abort,
    };
  }
}

async function refusal(response: http.IncomingMessage): Promise<FacilityError> {
  const { statusCode: status = 0, headers } = response;
  const ended = status === 403 ? refusalError(await readSmallJson(response)) : null;
  if (ended) return ended;
  if (status === 401 || status === 403) {
    return new FacilityError('centre-refused', "The centre does not accept this box's user and password", {
      hint: 'hints.setPassword',
      params: { status, why: 'account' },
    });
  }
  if (status === 404) {
    return new FacilityError('centre-refused', 'The centre does not know this box', {
      hint: 'hints.askToPrepare',
      params: { status, why: 'unknown-box' },
    });
  }
  if (status !== 503) return Promise.resolve(stranger(status));
  const after = Number(headers['retry-after']);
  return new FacilityError('centre-unreachable', 'The centre has too much to do now', {
    hint: 'hints.triesByItself',
    params: { status, why: 'busy', ...(after > 0 ? { retryAfter: after } : {}) },
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
