import type { ServerRoute } from '@hapi/hapi';
import { Readable } from 'node:stream';
import { readObject } from './body.js';
import { changesFeed } from './changes-feed.js';
import { changesQuery } from './changes-query.js';
import type { Couch } from './couch.js';
import { databaseResource, type DatabaseCall } from './resource.js';

export function changesRoutes(couch: Couch): ServerRoute[] {
  return databaseResource(couch, '/_changes', 'member', {
    GET: (call) => answerChanges(call, {}),
    POST: async (call) => answerChanges(call, await readObject(call.request, couch.bodyLimit)),
  });
}

async function answerChanges(call: DatabaseCall, body: Record<string, unknown>): Promise<object> {
  const { h, request, database } = call;
  const query = changesQuery(call.query, body);
  const left = new AbortController();
  const leave = (): void => left.abort();
  request.raw.res.once('close', leave);
  const feed = changesFeed(database, query, AbortSignal.any([left.signal, database.gone]));
  const first = await feed.next();
  const stream = Readable.from(join(first.done ? '' : first.value, feed), { objectMode: false });
  // Compression would hold back the lines of a live feed.
  return h.response(stream).type('application/json').header('content-encoding', 'identity');
}

async function* join(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (first !== '') yield first;
  yield* rest;
}
