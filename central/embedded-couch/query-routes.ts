import type { ServerRoute } from '@hapi/hapi';
import { isDatabaseAdmin } from './access.js';
import { isObject, readObject } from './body.js';
import { CouchError, badRequest } from './couch-error.js';
import type { Couch } from './couch.js';
import { queryView } from './query-view.js';
import { listOptions } from './read-options.js';
import { databaseResource, type DatabaseCall } from './resource.js';

/** As CouchDB's default for `_find`. */
const FIND_LIMIT = 25;

/** Mango (`_find`, `_index`) and views. */
export function queryRoutes(couch: Couch): ServerRoute[] {
  return [
    ...databaseResource(couch, '/_find', 'member', {
      POST: async ({ request, database }) => find(database.pouch, await readObject(request, couch.bodyLimit)),
    }),
    ...databaseResource(couch, '/_explain', 'member', {
      POST: async ({ request, database }) => {
        const { limit, skip, ...query } = readQuery(await readObject(request, couch.bodyLimit));
        const plan = await asMango(database.pouch.explain(query));
        return { ...plan, dbname: database.name, limit, skip };
      },
    }),
    ...databaseResource(couch, '/_index', 'member', {
      GET: ({ database }) => database.pouch.getIndexes(),
      POST: async ({ request, database, caller }) => {
        const { index, name, ddoc } = await readObject(request, couch.bodyLimit);
        const fields = isObject(index) ? index['fields'] : undefined;
        if (!Array.isArray(fields) || fields.length === 0) {
          throw new CouchError(400, 'invalid_index', 'Missing required key: fields');
        }
        // As CouchDB says it: that the design document was refused it calls an error of its own.
        if (!isDatabaseAdmin(caller.user, database.security)) {
          const reason = 'Unknown error while saving the design document: forbidden';
          throw new CouchError(500, 'error_saving_ddoc', reason);
        }
        const made = await database.pouch.createIndex({
          index: { ...(index as { fields: string[] }), ...text({ name, ddoc }) },
        });
        const { id } = made as { id?: string };
        if (made.result === 'created') database.written([id ?? '_design/']);
        return made;
      },
    }),
    ...['/_index/{design}/json/{name}', '/_index/_design/{design}/json/{name}'].flatMap((path) =>
      databaseResource(couch, path, 'database-admin', {
        DELETE: async ({ database, part }) => {
          const ddoc = `_design/${part('design').replace(/^_design\//, '')}`;
          await database.pouch.deleteIndex({ ddoc, name: part('name') });
          database.written([ddoc]);
          return { ok: true };
        },
      }),
    ),
    ...databaseResource(couch, '/_design/{design}/_info', 'member', { GET: tellIndex }),
    ...databaseResource(couch, '/_design/{design}/_view/{view}', 'member', {
      GET: (call) => answerView(call, {}),
      POST: async (call) => answerView(call, await readObject(call.request, couch.bodyLimit)),
    }),
    ...databaseResource(couch, '/_design/{design}/_view/{view}/queries', 'member', {
      POST: async (call) => {
        const { queries } = await readObject(call.request, couch.bodyLimit);
        if (!Array.isArray(queries) || !queries.every(isObject)) {
          throw badRequest('`queries` must be an array of objects');
        }
        const results: object[] = [];
        for (const query of queries) results.push(await answerView(call, query));
        return { results };
      },
    }),
  ];
}

type Query = PouchDB.Find.FindRequest<object> & { limit: number; skip: number };

function readQuery(body: Record<string, unknown>): Query {
  const { limit = FIND_LIMIT, skip = 0 } = body;
  if (!isObject(body['selector'])) throw badRequest('Missing required key: selector');
  if (!isCount(limit) || !isCount(skip)) throw badRequest('limit and skip must be whole numbers');
  const { selector, sort, fields, use_index: index } = body as unknown as PouchDB.Find.FindRequest<object>;
  return {
    ...{ selector, limit, skip },
    ...(sort ? { sort } : {}),
    ...(fields ? { fields } : {}),
    ...(index ? { use_index: index } : {}),
  };
}

async function find(
  pouch: DatabaseCall['database']['pouch'],
  body: Record<string, unknown>,
): Promise<object> {
  const { limit, skip, ...query } = readQuery(body);
  const { bookmark } = body;
  // Our bookmark says how many rows were read; CouchDB's `nil` says that there are none to come.
  const offset = typeof bookmark === 'string' && /^\d{1,15}$/.test(bookmark) ? Number(bookmark) : skip;
  if (bookmark === 'nil') return { docs: [], bookmark };
  // All, and cut here: PouchDB's default is 25, and it counts the row that `$gt` leaves out against `limit`.
  const found = pouch.find({ ...query, limit: Number.MAX_SAFE_INTEGER });
  const { docs: all, ...rest } = await asMango(found);
  const docs = all.slice(offset, offset + limit);
  return { ...rest, docs, bookmark: docs.length === 0 ? 'nil' : String(offset + docs.length) };
}

/** PouchDB throws what is wrong with a query as plain errors. */
async function asMango<T>(answering: Promise<T>): Promise<T> {
  try {
    return await answering;
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    if (words.startsWith('unknown operator')) throw new CouchError(400, 'invalid_operator', words);
    if (words.startsWith('Cannot sort on')) throw new CouchError(400, 'no_usable_index', words);
    throw error;
  }
}

async function answerView(
  { database, query, part }: DatabaseCall,
  body: Record<string, unknown>,
): Promise<object> {
  const index = await database.views.of(`_design/${part('design')}`);
  return queryView(database.pouch, await index.view(part('view')), listOptions(query, body));
}

/** What a client may go by; sizes on disk there are none. */
async function tellIndex({ database, part }: DatabaseCall): Promise<object> {
  const name = part('design');
  const { seen, pending, waiting } = await (await database.views.of(`_design/${name}`)).progress();
  return {
    name,
    view_index: {
      ...{ language: 'javascript', update_seq: seen, waiting_clients: waiting },
      ...{ updater_running: waiting > 0, waiting_commit: false, compact_running: false },
      updates_pending: { minimum: pending, preferred: pending, total: pending },
    },
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function text(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => typeof field[1] === 'string'),
  );
}
