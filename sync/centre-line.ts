import http from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import PouchDB from 'pouchdb-core';
import { FacilityError } from '../records/facility-error.js';
import { stranger, unreachable } from './line-failure.js';
import { ResumingAgent } from './resuming-agent.js';

const compress = promisify(gzip);

/** Below this a body fits into one packet anyway. */
const GZIP_FROM_BYTES = 1_000;
/** Less than this in a whole `answerMs` counts as a dead line. */
const TRICKLE_BYTES = 1_024;
/** Kept shorter than what proxies and NAT tables of mobile networks allow. */
const IDLE_CONNECTION_MS = 15_000;
/** Node's default of one second costs 264 kB an hour on an idle connection over plain HTTP. */
const TCP_PROBE_MS = 600_000;

export interface LineLimits {
  /** longest silence that is borne while waiting for an answer, in milliseconds */
  answerMs: number;
  /** the slowest upward speed that is borne: a large body gets more time */
  bytesPerSecond: number;
}

export const LINE_LIMITS: LineLimits = { answerMs: 30_000, bytesPerSecond: 1_000 };

/** The line to the centre as PouchDB's `fetch` option sees it. */
export interface CentreLine {
  fetch: (url: string | Request, init?: RequestInit) => Promise<Response>;
  /** grows with each request and each answer; standing still means that nothing moves */
  activity: () => number;
  /** ends all open requests */
  abort: () => void;
  close: () => void;
}

/**
 * Wraps PouchDB's own fetch (the global one breaks remote attachments) with what it lacks: connections that
 * are kept, a time limit on each request and its answer, gzip'd bodies, and named errors. Answers with an HTTP
 * status below 500 go through for PouchDB to read.
 *
 * @param onAnswer called with each answer that can be the centre's own, and its `Date`
 */
export function openLine(
  url: string,
  limits: LineLimits = LINE_LIMITS,
  onAnswer: (date: string | null) => void = () => undefined,
): CentreLine {
  const agentOptions = { keepAlive: true, keepAliveMsecs: TCP_PROBE_MS, timeout: IDLE_CONNECTION_MS };
  const agent = url.startsWith('https:') ? new ResumingAgent(agentOptions) : new http.Agent(agentOptions);
  const open = new Set<AbortController>();
  let activity = 0;
  let closed = false;

  async function fetch(target: string | Request, init: RequestInit = {}): Promise<Response> {
    const controller = new AbortController();
    const body = await packBody(init);
    const patience = limits.answerMs + (byteLength(body) / limits.bytesPerSecond) * 1_000;
    let late = false;
    const expire = (): void => {
      late = true;
      controller.abort();
    };
    let timer = setTimeout(expire, patience);
    const giveUp = (): void => controller.abort();
    init.signal?.addEventListener('abort', giveUp);
    // A replication that was cancelled may still ask for its next step.
    if (closed || init.signal?.aborted === true) controller.abort();
    open.add(controller);
    activity += 1;
    try {
      const request = { ...init, body, agent, signal: controller.signal, redirect: 'manual' };
      const response = await PouchDB.fetch(target, request as RequestInit);
      const bytes = await readBody(response, () => {
        activity += 1;
        clearTimeout(timer);
        timer = setTimeout(expire, limits.answerMs);
      });
      const answer = wholeAnswer(response, bytes);
      onAnswer(response.headers.get('date'));
      return answer;
    } catch (cause) {
      if (cause instanceof FacilityError) throw cause;
      if (late) throw new FacilityError('centre-unreachable', 'The centre did not answer in time', { cause });
      throw unreachable(cause);
    } finally {
      clearTimeout(timer);
      init.signal?.removeEventListener('abort', giveUp);
      open.delete(controller);
      activity += 1;
    }
  }

  function abort(): void {
    for (const controller of open) controller.abort();
  }

  return {
    fetch,
    activity: () => activity,
    abort,
    close: () => {
      closed = true;
      abort();
      agent.destroy();
    },
  };
}

type Body = RequestInit['body'] | Buffer;

/** JSON comes as a string, and is gzip'd where that pays. */
async function packBody({ body, headers }: RequestInit): Promise<Body> {
  if (typeof body !== 'string' || body.length < GZIP_FROM_BYTES) return body;
  // CouchDB takes this one word and no other coding.
  (headers as Headers).set('Content-Encoding', 'gzip');
  return compress(body);
}

function byteLength(body: Body): number {
  if (typeof body === 'string') return Buffer.byteLength(body);
  return body instanceof Uint8Array ? body.byteLength : 0;
}

async function readBody(response: Response, onProgress: () => void): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let fresh = TRICKLE_BYTES;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    fresh += chunk.byteLength;
    if (fresh < TRICKLE_BYTES) continue;
    fresh = 0;
    onProgress();
  }
  return Buffer.concat(chunks);
}

/** The answer with its body already here, read by the same methods. */
function wholeAnswer(response: Response, bytes: Buffer): Response {
  const { status } = response;
  const type = response.headers.get('content-type') ?? '';
  if ((status >= 300 && status < 400) || type.includes('text/html')) throw stranger(status);
  // 412: CouchDB's word for too few nodes (`nodedown`); nothing else that a box asks is answered so.
  if (status >= 500 || [408, 412, 429].includes(status)) {
    throw new FacilityError(
      'centre-unreachable',
      `The centre answers, but cannot work now (status ${status})`,
      {
        hint: 'hints.triesByItself',
        params: { status },
      },
    );
  }
  return Object.assign(response, {
    json: (): Promise<unknown> => Promise.resolve().then(() => parse(bytes, status)),
    text: (): Promise<string> => Promise.resolve(bytes.toString()),
    buffer: (): Promise<Buffer> => Promise.resolve(bytes),
  });
}

function parse(bytes: Buffer, status: number): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    // A proxy's or a portal's text, or an answer that was cut.
    throw stranger(status);
  }
}
