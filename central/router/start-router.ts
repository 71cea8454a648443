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
}

/** A router as this version's templates make it. */
export function makeRouter({ couchUrl, ...options }: StartRouterOptions): Router {
  const { checks } = summaryDefinition(loadReports());
  return new Router({ ...options, couch: new RouterCouch(couchUrl), checks });
}

/** Starts following; `stop` ends it after what is being written. */
export function startRouter(options: StartRouterOptions): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const over = makeRouter(options).follow(stopping.signal);
  return {
    stop: () => {
      stopping.abort();
      return over;
    },
  };
}
