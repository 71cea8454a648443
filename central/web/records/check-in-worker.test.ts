import http from 'node:http';
import t, { type Test } from 'tap';
import { runOut } from '../../../records/progress.js';
import { listenHere } from '../../../tests/listen-here.js';
import { checkInWorker } from './check-in-worker.js';

const BOX = 'BR1042';

/** A CouchDB with a ledger of so many records, each as the last; who reads it, and how often. */
async function serveLedger(t: Test, records: number): Promise<{ login: string; asked: () => number }> {
  let asked = 0;
  const server = http.createServer((request, response) => {
    request.resume();
    asked += 1;
    const { searchParams } = new URL(request.url ?? '', 'http://x');
    const since = Number(searchParams.get('since'));
    const count = Math.min(Number(searchParams.get('limit')), records - since);
    const results = Array.from({ length: count }, (_, at) => {
      const n = since + at + 1;
      const _id = `access:${BOX}:${n}`;
      const doc = { _id, n, at: new Date(n * 1_000).toISOString(), by: 'asha', v: 1, type: 'access' };
      return { id: _id, seq: n, changes: [], doc };
    });
    response.writeHead(200, { 'content-type': 'application/json' });
    const last_seq = String(since + count);
    response.end(JSON.stringify({ results, last_seq, pending: records - since - count }));
  });
  const { url, close } = await listenHere(server);
  t.teardown(close);
  return { login: url.replace('://', '://web:secret@'), asked: () => asked };
}

t.test('a ledger is checked, and how far it is told', async (t) => {
  const { login } = await serveLedger(t, 5_000);
  t.match(await runOut(checkInWorker({ login, box: BOX })), { records: 5_000, last: 5_000 });
});

t.test('a ledger too large for its memory ends its own check, and nothing else', async (t) => {
  const endless = await serveLedger(t, Infinity);
  const order = { login: endless.login, box: BOX };
  await t.rejects(runOut(checkInWorker(order, { maxOldGenerationSizeMb: 24 })), {
    code: 'internal',
    message: /BR1042 broke off/,
  });
  const { login } = await serveLedger(t, 10);
  t.match(await runOut(checkInWorker({ login, box: BOX })), { records: 10 });
});

t.test('a check that is ended reads no more', async (t) => {
  const { login, asked } = await serveLedger(t, Infinity);
  const job = checkInWorker({ login, box: BOX });
  await job.next();
  while (asked() === 0) await job.next();
  await job.return(undefined as never);
  const before = asked();
  await new Promise((resolve) => setTimeout(resolve, 200));
  t.ok(asked() <= before + 1, 'but what was under way');
});
