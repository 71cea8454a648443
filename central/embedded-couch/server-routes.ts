import type { ServerRoute } from '@hapi/hapi';
import type { Couch } from './couch.js';
import { badRequest, CouchError } from './couch-error.js';
import { serverResource } from './resource.js';
import { newId } from './write-documents.js';

export const NOT_FOR_PRODUCTION = 'for demo and tests, never for production';

/** CouchDB's default, and the longest that it grants. */
const DB_UPDATES_WAIT_MS = 60_000;
/** As a CouchDB calls itself that belongs to no cluster. */
const NODE = 'nonode@nohost';

export function serverRoutes(couch: Couch): ServerRoute[] {
  return [
    ...serverResource(couch, '/', 'anyone', {
      GET: () => ({
        couchdb: 'Welcome',
        version: '3.5.0',
        git_sha: 'embedded',
        uuid: couch.databases.uuid,
        features: [],
        vendor: { name: `Nadi embedded CouchDB, ${NOT_FOR_PRODUCTION}` },
      }),
    }),
    ...serverResource(couch, '/_up', 'anyone', { GET: () => ({ status: 'ok', seeds: {} }) }),
    ...serverResource(couch, '/_uuids', 'anyone', {
      GET: ({ query }) => {
        const count = query.count('count') ?? 1;
        if (count > 1000) throw new CouchError(400, 'bad_request', 'count parameter too large');
        return { uuids: Array.from({ length: count }, newId) };
      },
    }),
    ...serverResource(couch, '/_all_dbs', 'server-admin', {
      GET: ({ query }) => {
        const { startkey, endkey } = { startkey: query.json('startkey'), endkey: query.json('endkey') };
        const names = couch.databases.names().filter((name) => {
          return (
            !(typeof startkey === 'string' && name < startkey) &&
            !(typeof endkey === 'string' && name > endkey)
          );
        });
        const skip = query.count('skip') ?? 0;
        return names.slice(skip, skip + (query.count('limit') ?? names.length));
      },
    }),
    ...serverResource(couch, '/_db_updates', 'server-admin', {
      GET: async ({ query, request }) => {
        const feed = query.text('feed') ?? 'normal';
        if (feed !== 'normal' && feed !== 'longpoll')
          throw badRequest(
            'The embedded CouchDB supports the `feed` types normal and longpoll of _db_updates only.',
          );
        const { events, gone } = couch.databases;
        const since = query.text('since') ?? '0';
        const first = events.since(since);
        if (feed === 'normal' || first.results.length > 0) return first;
        const left = new AbortController();
        request.raw.res.once('close', () => left.abort());
        const wait = Math.min(query.count('timeout') ?? DB_UPDATES_WAIT_MS, DB_UPDATES_WAIT_MS);
        await events.next(wait, AbortSignal.any([gone, left.signal]));
        return events.since(first.last_seq);
      },
    }),
    ...serverResource(couch, '/_membership', 'server-admin', {
      GET: () => ({ all_nodes: [NODE], cluster_nodes: [NODE] }),
    }),
    ...serverResource(couch, '/_active_tasks', 'server-admin', { GET: () => [] }),
  ];
}
