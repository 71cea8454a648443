import { isDeepStrictEqual } from 'node:util';
import { readDocument } from '../read-document.js';
import { awaitIndex } from './await-index.js';
import type { CentreWork, Outcome } from './centre-work.js';

/** A design document, in ES5. */
export interface Design {
  language: 'javascript';
  validate_doc_update?: string;
  views?: Record<string, { map: string; reduce?: string }>;
}

/**
 * Makes the design document exactly this. Where views that stand change, the new ones are built first under another
 * name, `_design/x-new`, and then take the place of the old ones: CouchDB names an index by its views' text, so the
 * readers find a whole one at every moment. A run that broke off in between is simply run again.
 */
export async function ensureDesign(
  work: CentreWork,
  name: string,
  design: string,
  body: Design,
): Promise<Outcome> {
  const { nano, dryRun } = work;
  const id = `_design/${design}`;
  const standing = await readDocument<Design>(nano, name, id);
  const { _id, _rev, ...was } = standing ?? {};
  if (standing && isDeepStrictEqual(was, body)) return 'stands';
  if (dryRun) return standing ? 'updated' : 'made';
  const { views } = body;
  const rebuilt = standing?.views && views && !isDeepStrictEqual(standing.views, views) ? views : null;
  if (rebuilt) await buildBeside(work, name, `${design}-new`, rebuilt);
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
  work: CentreWork,
  name: string,
  design: string,
  views: NonNullable<Design['views']>,
): Promise<void> {
  const { nano } = work;
  const id = `_design/${design}`;
  const left = await readDocument<Design>(nano, name, id);
  // Without the validation: two of them would have to agree.
  const beside = { language: 'javascript', views, ...(left ? { _rev: left._rev } : {}) };
  await nano.use<Design>(name).insert(beside as Design, id);
  await awaitIndex(work, name, design, views);
}
