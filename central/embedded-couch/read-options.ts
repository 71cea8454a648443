import { isObject } from './body.js';
import { checkRev } from './check-document.js';
import { badRequest } from './couch-error.js';
import type { Parameters } from './parameters.js';
import type { ViewOptions } from './query-view.js';

/** What of a document is asked for, as PouchDB's `get` takes it. */
export function readOptions(query: Parameters): PouchDB.Core.GetOptions {
  const rev = query.text('rev');
  if (rev !== undefined && !/^0-\d+$/.test(rev)) checkRev(rev);
  const meta = query.flag('meta');
  return {
    ...(rev === undefined ? {} : { rev }),
    ...(query.flag('revs') ? { revs: true } : {}),
    ...(meta || query.flag('revs_info') ? { revs_info: true } : {}),
    ...(meta || query.flag('conflicts') ? { conflicts: true } : {}),
    ...(query.flag('attachments') ? { attachments: true } : {}),
    ...(query.flag('latest') ? { latest: true } : {}),
  };
}

export function openRevs(query: Parameters): 'all' | string[] | undefined {
  if (query.text('open_revs') === 'all') return 'all';
  const revs = query.json('open_revs');
  if (revs === undefined) return undefined;
  if (!Array.isArray(revs)) throw badRequest('open_revs must be "all" or a JSON array of revisions');
  revs.forEach(checkRev);
  return revs as string[];
}

/** The range and form of a listing, from the query and, where there is one, the body. */
export function listOptions(query: Parameters, body: Record<string, unknown> = {}): ViewOptions {
  if (!isObject(body)) throw badRequest('Request body must be a JSON object');
  const options: Record<string, unknown> = {};
  const json = (name: string, ...spellings: string[]): void => {
    for (const spelling of [name, ...spellings]) {
      const value = body[spelling] ?? query.json(spelling);
      if (value !== undefined) options[name] = value;
    }
  };
  json('key');
  json('keys');
  json('startkey', 'start_key');
  json('endkey', 'end_key');
  for (const name of ['descending', 'include_docs', 'conflicts', 'attachments', 'update_seq', 'group']) {
    if (body[name] === true || query.flag(name)) options[name] = true;
  }
  for (const name of ['inclusive_end', 'reduce']) {
    if (body[name] === false || (query.text(name) !== undefined && !query.flag(name))) options[name] = false;
  }
  if (body['reduce'] === true || query.text('reduce') === 'true') options['reduce'] = true;
  for (const name of ['startkey_docid', 'endkey_docid']) {
    const value =
      body[name] ?? query.text(name) ?? query.text(name.replace('key', '_key').replace('docid', 'doc_id'));
    if (typeof value === 'string') options[name] = value;
  }
  for (const name of ['limit', 'skip', 'group_level']) {
    const value = body[name] ?? query.count(name);
    if (typeof value === 'number') options[name] = value;
  }
  if (options['keys'] !== undefined && !Array.isArray(options['keys']))
    throw badRequest('`keys` parameter must be an array.');
  return options;
}
