import type { ServerRoute } from '@hapi/hapi';
import { checkSecurity, isDatabaseAdmin, requireServerAdmin } from './access.js';
import { readJson, readObject } from './body.js';
import { checkDocument } from './check-document.js';
import { CouchError } from './couch-error.js';
import type { Couch } from './couch.js';
import { databaseResource } from './resource.js';
import { sequenceText } from './sequence.js';
import { newId, writeDocuments } from './write-documents.js';

export function databaseRoutes(couch: Couch): ServerRoute[] {
  const accepted = { ok: true };
  return [
    ...databaseResource(
      couch,
      '',
      (method) => (method === 'DELETE' ? 'server-admin' : 'member'),
      {
        GET: async ({ database }) => {
          const info = await database.pouch.info();
          const seq = sequenceText(info.update_seq);
          // doc_del_count is left out: PouchDB doesn't know it.
          return {
            db_name: database.name,
            update_seq: seq,
            purge_seq: sequenceText(0),
            doc_count: info.doc_count,
            sizes: { file: 0, external: 0, active: 0 },
            props: {},
            disk_format_version: 8,
            compact_running: false,
            cluster: { q: 1, n: 1, w: 1, r: 1 },
            instance_start_time: database.created,
          };
        },
        DELETE: async ({ database }) => {
          await couch.databases.destroy(database.name);
          return accepted;
        },
        POST: async ({ request, h, database, caller }) => {
          const document = checkDocument(await readJson(request, couch.bodyLimit), newId);
          const [row] = await writeDocuments(couch, database, caller.user, [document], { newEdits: true });
          if (row && 'error' in row) throw row.error;
          return h.response({ ok: true, ...row }).code(201);
        },
      },
      {
        PUT: async ({ h, part, caller, query }) => {
          requireServerAdmin(caller.user);
          // There is one shard and one copy here, whatever is asked for.
          for (const name of ['q', 'n']) {
            if (query.count(name) === 0)
              throw new CouchError(400, 'bad_request', `The ${name} parameter must be positive`);
          }
          await couch.databases.create(part('db'));
          return h.response(accepted).code(201);
        },
      },
    ),
    ...databaseResource(couch, '/_security', 'member', {
      GET: ({ database }) => database.security,
      PUT: async ({ request, database, caller }) => {
        if (database.name === '_users') {
          throw new CouchError(403, 'forbidden', "You can't edit the security object of the user database.");
        }
        // As CouchDB says it where no shard lets the member do it.
        if (!isDatabaseAdmin(caller.user, database.security))
          throw new CouchError(500, 'error', 'no_majority');
        const security = checkSecurity(await readObject(request, couch.bodyLimit));
        await couch.databases.setSecurity(database, security);
        return accepted;
      },
    }),
    ...databaseResource(couch, '/_ensure_full_commit', 'member', {
      POST: ({ h, database }) => h.response({ ok: true, instance_start_time: database.created }).code(201),
    }),
    // Accepted and not done: a demo's database stays small.
    ...databaseResource(couch, '/_compact', 'database-admin', {
      POST: ({ h }) => h.response(accepted).code(202),
    }),
    ...databaseResource(couch, '/_view_cleanup', 'database-admin', {
      POST: async ({ h, database }) => {
        await database.views.cleanUp();
        return h.response(accepted).code(202);
      },
    }),
    ...databaseResource(couch, '/_revs_limit', 'member', {
      GET: ({ h }) => h.response('1000').type('application/json'),
    }),
  ];
}
