import { Watcher, type WatchCount } from '../monitor/watcher.js';
import { loadReports } from '../../templates/report-definitions.js';
import { summaryDefinition } from '../../templates/summary-definition.js';
import { Router, type RouterOptions } from './router.js';
import { RouterCouch } from './router-couch.js';
import type { WorkerShare } from './worker-share.js';

export interface StartRouterOptions extends Pick<
  RouterOptions,
  'log' | 'waitMs' | 'roundEveryMs' | 'blindRoundEveryMs' | 'healthEveryMs' | 'pageSize'
> {
  /** of the CouchDB, with the name and password of the router's user */
  couchUrl: string;
  share: WorkerShare;
  now: () => number;
  /** between two looks at the boxes, milliseconds */
  watchEveryMs?: number;
}

/** A router as this version's templates make it. */
export function makeRouter({ couchUrl, ...options }: StartRouterOptions): Router {
  const { checks } = summaryDefinition(loadReports());
  return new Router({ ...options, couch: new RouterCouch(couchUrl), checks });
}

/**
 * Goes through everything once; the number of records that were read, and what became of the boxes' alerts. Throws what
 * the router throws.
 */
export async function routeOnce(
  options: StartRouterOptions,
): Promise<{ records: number; alerts: WatchCount }> {
  const records = await makeRouter(options).round();
  return { records, alerts: (await watcherOf(options)?.look()) ?? { began: 0, ended: 0 } };
}

/** Starts following, and watching the boxes; `stop` ends it after what is being written. */
export function startRouter(options: StartRouterOptions): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const over = Promise.all([makeRouter(options).follow(signal), watcherOf(options)?.follow(signal)]);
  return {
    stop: async () => {
      stopping.abort();
      await over;
    },
  };
}

/** One of several workers watches all boxes: they are few documents. */
function watcherOf({ share, couchUrl, watchEveryMs, ...options }: StartRouterOptions): Watcher | null {
  if (share.worker !== 1) return null;
  const everyMs = watchEveryMs === undefined ? {} : { everyMs: watchEveryMs };
  return new Watcher({ ...options, ...everyMs, couch: new RouterCouch(couchUrl) });
}
