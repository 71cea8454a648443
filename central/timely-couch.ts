import type { RequestOptions, ServerScope } from 'nano';
import { FacilityError } from '../records/facility-error.js';
import { statusOf } from './centre-refusal.js';
import { designOf, readIndexProgress, type IndexProgress } from './index-progress.js';

/** So long somebody before a page waits for one question, in milliseconds. */
const PAGE_PATIENCE_MS = 10_000;
/** An index that lacks more changes than this is not waited for again, once it kept somebody waiting. */
const SOON = 2_000;
/** When to come again, in seconds: at first nobody knows how fast CouchDB goes. */
const [FIRST_WAIT_S, LONGEST_WAIT_S] = [60, 3_600];

export interface TimelyOptions {
  limitMs?: number | undefined;
  now?: (() => number) | undefined;
}

/**
 * A CouchDB that is asked with a time limit. Whoever asks a view first waits until CouchDB has built its index, which
 * after an upgrade may take hours: here that throws `counting-anew`, with how far it is; any other answer that is late
 * throws `centre-unreachable`. CouchDB goes on building when nobody waits. Writes are let take their time.
 */
export function timelyCouch(couch: ServerScope, options: TimelyOptions = {}): ServerScope {
  const { limitMs = PAGE_PATIENCE_MS, now = Date.now } = options;
  /** indexes that kept somebody waiting: when that was, and how far they were */
  const slow = new Map<string, { at: number; done: number }>();

  async function ask(request: RequestOptions): Promise<unknown> {
    if (isWrite(request)) return couch.request(request);
    const design = designOf(request.path);
    if (design !== null && slow.has(keyOf(request, design))) {
      const progress = await progressOf(request, design);
      if (progress && progress.total - progress.done > SOON) throw counting(request, design, progress);
      slow.delete(keyOf(request, design));
    }
    const over = AbortSignal.timeout(limitMs);
    try {
      // nano hands the signal on to fetch; its types do not know it.
      return await couch.request({ ...request, signal: over } as RequestOptions);
    } catch (error) {
      if (!over.aborted && !isTimeout(error)) throw error;
      const progress = design === null ? null : await progressOf(request, design);
      if (design !== null && progress?.isBuilding) throw counting(request, design, progress);
      throw new FacilityError('centre-unreachable', 'The CouchDB does not answer in time.', {
        hint: 'hints.inAMinute',
      });
    }
  }

  /** Null where CouchDB does not tell: it has other troubles then. */
  async function progressOf({ db = '' }: RequestOptions, design: string): Promise<IndexProgress | null> {
    const signal = AbortSignal.timeout(limitMs);
    const request = (asked: RequestOptions): Promise<unknown> =>
      couch.request({ ...asked, signal } as RequestOptions);
    return readIndexProgress({ request } as ServerScope, db, design).catch(() => null);
  }

  function counting(request: RequestOptions, design: string, progress: IndexProgress): FacilityError {
    const key = keyOf(request, design);
    const seconds = waitOf(slow.get(key), progress);
    if (!slow.has(key)) slow.set(key, { at: now(), done: progress.done });
    const { done, total } = progress;
    return new FacilityError('counting-anew', `CouchDB is building ${key}: ${done} of ${total}`, {
      params: { done, total, seconds, minutes: Math.ceil(seconds / 60) },
    });
  }

  function waitOf(before: { at: number; done: number } | undefined, { done, total }: IndexProgress): number {
    if (!before || done <= before.done) return FIRST_WAIT_S;
    const perMs = (done - before.done) / Math.max(1, now() - before.at);
    const left = Math.ceil((total - done) / perMs / 1_000);
    return Math.min(LONGEST_WAIT_S, Math.max(FIRST_WAIT_S, left));
  }

  return new Proxy(couch, {
    get: (target, name): unknown => (name === 'request' ? ask : Reflect.get(target, name)),
  });
}

function keyOf({ db = '' }: RequestOptions, design: string): string {
  return `${db}/${design}`;
}

function isWrite({ method = 'GET', path = '' }: RequestOptions): boolean {
  return /^(?:put|delete)$/i.test(method) || path === '_bulk_docs';
}

/** CouchDB itself gives a view up after a minute (`[fabric] request_timeout`), and goes on building it. */
function isTimeout(error: unknown): boolean {
  return statusOf(error) === 500 && (error as { error?: unknown }).error === 'timeout';
}
