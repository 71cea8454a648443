import type { ServerRoute } from '@hapi/hapi';
import { isObject, readObject } from './body.js';
import { CouchError, badRequest, notFound } from './couch-error.js';
import type { Couch } from './couch.js';
import { listOptions } from './read-options.js';
import { BUILT_IN, reduceRows, type Grouping } from './reduce-rows.js';
import { databaseResource, type DatabaseCall } from './resource.js';

/** As CouchDB's default for `_find`. */
const FIND_LIMIT = 25;

/** Mango (`_find`, `_index`) and views. */
export function queryRoutes(couch: Couch): ServerRoute[] {
  return [
    ...databaseResource(couch, '/_find', 'member', {
      POST: async ({ request, database }) => find(database.pouch, await readObject(request, couch.bodyLimit)),
    }),
    ...databaseResource(couch, '/_index', (method) => (method === 'GET' ? 'member' : 'database-admin'), {
      GET: ({ database }) => database.pouch.getIndexes(),
      POST: async ({ request, database }) => {
        const { index, name, ddoc } = await readObject(request, couch.bodyLimit);
        const fields = isObject(index) ? index['fields'] : undefined;
        if (!Array.isArray(fields) || fields.length === 0) {
          throw new CouchError(400, 'invalid_index', 'Missing required key: fields');
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
    ...databaseResource(couch, '/_design/{design}/_view/{view}', 'member', {
      GET: (call) => queryView(call, {}),
      POST: async (call) => queryView(call, await readObject(call.request, couch.bodyLimit)),
    }),
  ];
}

async function find(
  pouch: DatabaseCall['database']['pouch'],
  body: Record<string, unknown>,
): Promise<object> {
  if (!isObject(body['selector'])) throw badRequest('Missing required key: selector');
  const { limit = FIND_LIMIT, skip = 0, bookmark } = body;
  if (!isCount(limit) || !isCount(skip)) throw badRequest('limit and skip must be whole numbers');
  // Our bookmark says how many rows were read; CouchDB's `nil` says that there are none to come.
  const offset = typeof bookmark === 'string' && /^\d{1,15}$/.test(bookmark) ? Number(bookmark) : skip;
  if (bookmark === 'nil') return { docs: [], bookmark };
  const { selector, sort, fields, use_index: index } = body as unknown as PouchDB.Find.FindRequest<object>;
  const asked = {
    selector,
    ...(sort ? { sort } : {}),
    ...(fields ? { fields } : {}),
    ...(index ? { use_index: index } : {}),
  };
  // Cut here: PouchDB 9 counts the row that `$gt` leaves out against `limit`.
  const { docs: all, ...rest } = await pouch.find(asked).catch((error: unknown) => {
    throw error instanceof Error && error.message.startsWith('unknown operator')
      ? new CouchError(400, 'invalid_operator', error.message)
      : error;
  });
  const docs = all.slice(offset, offset + limit);
  return { ...rest, docs, bookmark: docs.length === 0 ? 'nil' : String(offset + docs.length) };
}

async function queryView(
  { database, query, part }: DatabaseCall,
  body: Record<string, unknown>,
): Promise<object> {
  const design = await database.pouch.get(`_design/${part('design')}`);
  const { views } = design as { views?: Record<string, unknown> };
  if (!views || !Object.hasOwn(views, part('view'))) throw notFound('missing_named_view');
  const name = `${part('design')}/${part('view')}`;
  const options = listOptions(query, body);
  const { reduce } = views[part('view')] as { reduce?: unknown };
  const builtIn =
    typeof reduce === 'string' && Object.hasOwn(BUILT_IN, reduce) ? BUILT_IN[reduce] : undefined;
  if (!builtIn || options['reduce'] === false) return database.pouch.query(name, options);
  const { group, group_level, skip, limit, ...range } = options;
  const { rows } = await database.pouch.query(name, { ...range, reduce: false });
  return { rows: reduceRows(rows, builtIn, { group, group_level, skip, limit } as Grouping) };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function text(fields: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => typeof field[1] === 'string'),
  );
}
