import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ServerScope } from 'nano';
import { statusOf } from '../centre-refusal.js';
import { readDocument } from '../read-document.js';
import type { CentreWork, Outcome } from './centre-work.js';

/** A design document, in ES5. */
export interface Design {
  language: 'javascript';
  validate_doc_update?: string;
  views?: Record<string, { map: string; reduce?: string }>;
}

/** CouchDB answers so while it still builds a view that was asked for. */
const STILL_BUILDING = new Set([500, 503, 504]);
const ASK_AGAIN_MS = 5_000;
/** Two hours at least, of which CouchDB waits for each answer a minute by itself. */
const MOST_TRIES = 120;

/**
 * Makes the design document exactly this. Where views that stand change, the new ones are built first under another
 * name, `_design/x-new`, and then take the place of the old ones: CouchDB names an index by its views' text, so the
 * readers find a whole one at every moment. A run that broke off in between is simply run again.
 */
export async function ensureDesign(
  { nano, dryRun }: CentreWork,
  name: string,
  design: string,
  body: Design,
): Promise<Outcome> {
  const id = `_design/${design}`;
  const standing = await readDocument<Design>(nano, name, id);
  const { _id, _rev, ...was } = standing ?? {};
  if (standing && isDeepStrictEqual(was, body)) return 'stands';
  if (dryRun) return standing ? 'updated' : 'made';
  const { views } = body;
  const rebuilt = standing?.views && views && !isDeepStrictEqual(standing.views, views) ? views : null;
  if (rebuilt) await buildBeside(nano, name, `${id}-new`, rebuilt);
  await nano.use<Design>(name).insert({ ...body, ...(_rev === undefined ? {} : { _rev }) }, id);
  if (rebuilt) await removeDesign({ nano, dryRun, n: 1 }, name, `${design}-new`);
  return standing ? 'updated' : 'made';
}

export async function removeDesign(
  { nano, dryRun }: CentreWork,
  name: string,
  design: string,
): Promise<Outcome> {
  const standing = await readDocument<Design>(nano, name, `_design/${design}`);
  if (!standing) return 'stands';
  if (!dryRun) await nano.use(name).destroy(standing._id, standing._rev);
  return 'removed';
}

async function buildBeside(
  nano: ServerScope,
  name: string,
  id: string,
  views: NonNullable<Design['views']>,
): Promise<void> {
  const left = await readDocument<Design>(nano, name, id);
  // Without the validation: two of them would have to agree.
  const beside = { language: 'javascript', views, ...(left ? { _rev: left._rev } : {}) };
  await nano.use<Design>(name).insert(beside as Design, id);
  for (const view of Object.keys(views)) await awaitView(nano, name, `${id}/_view/${view}`);
}

/** Asks a view until CouchDB has built it: two hours at least. Throws what nano throws. */
export async function awaitView(nano: ServerScope, db: string, path: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await nano.request({ db, path, qs: { limit: 1, reduce: false } });
      return;
    } catch (error) {
      const status = statusOf(error);
      const builds = status === undefined ? await answers(nano) : STILL_BUILDING.has(status);
      if (tries === MOST_TRIES || !builds) throw error;
      await sleep(ASK_AGAIN_MS);
    }
  }
}

/** Node gives an answer up whose first byte takes five minutes, as an index of years does: then CouchDB is well, and builds. */
async function answers(nano: ServerScope): Promise<boolean> {
  return nano.info().then(
    () => true,
    () => false,
  );
}
