import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import { startReplication } from './replicate.js';

// A box whose ledger is closed in the middle of a push: `node closed-store-sender.js FOLDER REQUEST [stop]`.
// REQUEST is a part of the path of the request that the centre has just then; it answers it afterwards.
PouchDB.plugin(leveldbAdapter);
const [folder = '', request = '', stop] = process.argv.slice(2);

const open = (name: string): PouchDB.Database => new PouchDB(join(folder, name), { adapter: 'leveldb' });
const databases = {
  records: open('records'),
  shared: open('shared'),
  inbox: open('inbox'),
  papers: open('papers'),
};
await Promise.all(Object.values(databases).map((database) => database.info()));
await databases.records.bulkDocs(
  Array.from({ length: 120 }, (_, n) => ({ _id: `stock:BR1042:d1:${n}`, type: 'stock', n })),
);

let closed = false;
const server = http.createServer((asked, response) => {
  void answer(asked).then((body) => response.setHeader('Content-Type', 'application/json').end(body));
});

async function answer(asked: http.IncomingMessage): Promise<string> {
  const text = await readText(
    asked.headers['content-encoding'] === 'gzip' ? asked.pipe(createGunzip()) : asked,
  );
  if (!closed && asked.url?.includes(request) === true) {
    closed = true;
    if (stop === 'stop') await replication.stop();
    await databases.records.close();
  }
  if (asked.url?.includes('_revs_diff') === true) {
    const revisions = Object.entries(JSON.parse(text) as Record<string, string[]>);
    return JSON.stringify(Object.fromEntries(revisions.map(([id, missing]) => [id, { missing }])));
  }
  return asked.url?.includes('_bulk_docs') === true ? '[]' : '{"update_seq":0,"doc_count":0}';
}

server.listen(0, '127.0.0.1');
await once(server, 'listening');
const replication = startReplication({
  ...databases,
  centre: {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    user: 'BR1042',
    password: 'x',
  },
  box: 'BR1042',
  now: () => Date.now(),
  log: { info: () => undefined, warn: () => undefined },
  retry: () => 60_000,
});

while (!closed) await pause(5);
// What the push does next, it does now.
await pause(300);
await replication.stop();
process.stdout.write('closed\n');
process.exit(0);
