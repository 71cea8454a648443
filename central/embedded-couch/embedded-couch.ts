import type { Plugin, Server } from '@hapi/hapi';
import Joi from 'joi';
import { attachmentRoutes } from './attachment-routes.js';
import { bulkRoutes } from './bulk-routes.js';
import { changesRoutes } from './changes-routes.js';
import type { Couch } from './couch.js';
import { databaseRoutes } from './database-routes.js';
import { Databases } from './databases.js';
import { documentRoutes } from './document-routes.js';
import { queryRoutes } from './query-routes.js';
import { NOT_FOR_PRODUCTION, serverRoutes } from './server-routes.js';
import { sessionRoutes } from './session-routes.js';
import { Sessions } from './sessions.js';
import { strayRequests } from './stray-requests.js';
import { Users } from './users.js';

export interface EmbeddedCouchOptions {
  /** where LevelDB keeps the databases; absent: in memory, gone when the server stops */
  folder?: string;
  /** the one server admin */
  admin: { name: string; password: string };
  /** scrypt's N for passwords, a power of two; 2^14 unless said */
  hashCost?: number;
  /** bytes of one request's body, counted after gunzip; 64 MiB unless said */
  bodyLimit?: number;
  /** pages of these origins may call with credentials; absent: none but our own */
  cors?: { origins: string[] };
  log?: (line: string) => void;
}

/** Powers of two, as scrypt takes them within Node's limit of memory. */
const HASH_COSTS = Array.from({ length: 14 }, (_, power) => 2 ** (power + 1));

const OPTIONS = Joi.object<EmbeddedCouchOptions & { bodyLimit: number; log: (line: string) => void }>({
  folder: Joi.string(),
  admin: Joi.object({ name: Joi.string().required(), password: Joi.string().required() }).required(),
  hashCost: Joi.number().valid(...HASH_COSTS),
  bodyLimit: Joi.number()
    .integer()
    .positive()
    .default(64 * 1024 * 1024),
  cors: Joi.object({ origins: Joi.array().items(Joi.string()).min(1).required() }),
  log: Joi.function().default(() => () => undefined),
});

/**
 * Speaks the CouchDB 3.5 protocol over PouchDB, well enough for PouchDB's replication, nano and a browser.
 * For demo and tests, never for production: one node, no fsync, and a JavaScript fence instead of a sandbox.
 * Not spoken: multipart bodies, `_replicate`, `_purge`, `_local_docs`, filter functions, shows, lists and updates.
 */
export const embeddedCouch: Plugin<EmbeddedCouchOptions> = {
  name: 'embedded-couch',
  register: async (server: Server, given: EmbeddedCouchOptions) => {
    const { folder, admin, hashCost, bodyLimit, cors, log } = Joi.attempt(given, OPTIONS, 'embedded-couch');
    log(`embedded CouchDB: ${NOT_FOR_PRODUCTION}`);
    const databases = await Databases.open(folder);
    const users = new Users(databases, admin, hashCost);
    const couch: Couch = { databases, users, sessions: new Sessions(users), bodyLimit, cors, log };
    // Before the listener closes, or the waiting feeds would hold it open.
    server.ext('onPreStop', () => databases.endFeeds());
    server.ext('onPostStop', () => databases.close());
    strayRequests(server);
    server.route([
      ...serverRoutes(couch),
      ...sessionRoutes(couch),
      ...databaseRoutes(couch),
      ...bulkRoutes(couch),
      ...changesRoutes(couch),
      ...queryRoutes(couch),
      ...documentRoutes(couch),
      ...attachmentRoutes(couch),
    ]);
  },
};
