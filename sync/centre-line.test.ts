import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import t from 'tap';
import type { Test } from 'tap';
import { FacilityError } from '../records/facility-error.js';
import { openLine } from './centre-line.js';
import type { CentreLine, LineLimits } from './centre-line.js';

const LIMITS: LineLimits = { answerMs: 300, bytesPerSecond: 1_000_000 };

interface Centre {
  url: string;
  line: CentreLine;
  sockets: Set<Socket>;
}

async function serve(t: Test, answer: http.RequestListener, limits = LIMITS): Promise<Centre> {
  const server = http.createServer(answer);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const line = openLine(url, limits);
  t.teardown(() => {
    line.close();
    server.closeAllConnections();
    server.close();
  });
  return { url, line, sockets };
}

function post(body: string): RequestInit {
  return { method: 'POST', body, headers: new Headers({ 'Content-Type': 'application/json' }) };
}

function json(response: http.ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function failureOf(t: Test, work: Promise<unknown>): Promise<FacilityError> {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  t.type(error, FacilityError);
  return error as FacilityError;
}

t.test('a large body travels gzip’d and arrives whole', async (t) => {
  const seen: { encoding: string | undefined; body: Buffer }[] = [];
  const { url, line } = await serve(t, (request, response) => {
    void buffer(request).then((body) => {
      seen.push({ encoding: request.headers['content-encoding'], body });
      json(response, { ok: true });
    });
  });
  const large = JSON.stringify({
    docs: Array.from({ length: 200 }, (_, n) => ({ _id: `stock:BR1042:d1:${n}`, n })),
  });
  await line.fetch(url, post(large));
  t.equal(seen[0]?.encoding, 'gzip');
  t.equal(gunzipSync(Uint8Array.from(seen[0]?.body ?? [])).toString(), large);
  t.ok((seen[0]?.body.length ?? Infinity) < large.length / 5);
});

t.test('a small body is not worth it', async (t) => {
  const encodings: (string | undefined)[] = [];
  const { url, line } = await serve(t, (request, response) => {
    encodings.push(request.headers['content-encoding']);
    request.resume();
    json(response, { ok: true });
  });
  await line.fetch(url, post('{"docs":[]}'));
  t.same(encodings, [undefined]);
});

t.test('requests share one connection', async (t) => {
  const { url, line, sockets } = await serve(t, (request, response) => {
    request.resume();
    json(response, {});
  });
  for (let n = 0; n < 5; n += 1) await line.fetch(url, post('{}'));
  t.equal(sockets.size, 1);
});

t.test('a server that never answers is given up', async (t) => {
  const { url, line } = await serve(t, (request) => void request.resume());
  const error = await failureOf(t, line.fetch(url, post('{}')));
  t.equal(error.code, 'centre-unreachable');
  t.match(error.message, 'in time');
});

t.test('an answer that stops in the middle is given up', async (t) => {
  const { url, line } = await serve(t, (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.write(`{"rows":[${'1,'.repeat(4_000)}`);
  });
  t.match((await failureOf(t, line.fetch(url))).message, 'in time');
});

t.test('an answer that trickles is given up, though it never stands still', async (t) => {
  const { url, line } = await serve(t, (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(drip));
  });
  t.match((await failureOf(t, line.fetch(url))).message, 'in time');
});

t.test('an answer that is slow but keeps coming arrives whole', async (t) => {
  const { url, line } = await serve(t, (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    let left = 12;
    response.write('"');
    const send = setInterval(() => {
      left -= 1;
      response.write('x'.repeat(2_000));
      if (left > 0) return;
      clearInterval(send);
      response.end('"');
    }, 40);
  });
  const response = await line.fetch(url);
  t.equal(((await response.json()) as string).length, 24_000);
});

t.test('a large body gets the time that it needs', async (t) => {
  // Random hex packs to half its size: about 20 kB, 0.4 s.
  const limits = { answerMs: 50, bytesPerSecond: 50_000 };
  const { url, line } = await serve(
    t,
    (request, response) => {
      request.resume();
      request.on('end', () => setTimeout(() => json(response, { ok: true }), 150));
    },
    limits,
  );
  const noise = Array.from({ length: 40_000 }, () => Math.floor(Math.random() * 16).toString(16)).join('');
  t.equal((await line.fetch(url, post(JSON.stringify(noise)))).status, 200);
  t.match((await failureOf(t, line.fetch(url, post('{}')))).message, 'in time', 'and a small one does not');
});

t.test('the log-in page of a network provider is no centre', async (t) => {
  const { url, line } = await serve(t, (request, response) => {
    if (request.url === '/moved') response.writeHead(302, { Location: 'http://127.0.0.1:9/login' }).end();
    else if (request.url === '/text')
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('Recharge now');
    else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Recharge now</html>');
  });
  for (const path of ['/page', '/moved']) {
    const error = await failureOf(t, line.fetch(url + path));
    t.equal(error.code, 'centre-unreachable');
    t.match(error.message, 'Something other than the centre');
    t.notMatch(error.message, 'Recharge');
  }
  const response = await line.fetch(`${url}/text`);
  t.match((await failureOf(t, response.json())).message, 'Something other than the centre');
});

t.test('a centre in trouble is unreachable, with its status', async (t) => {
  let status = 500;
  const { url, line } = await serve(t, (_request, response) => json(response, { error: 'x' }, status));
  for (status of [500, 502, 503, 429]) {
    const error = await failureOf(t, line.fetch(url));
    t.match(error, { code: 'centre-unreachable', params: { status } });
  }
});

t.test('what CouchDB refuses goes through for PouchDB to read', async (t) => {
  const { url, line } = await serve(t, (_request, response) =>
    json(response, { error: 'unauthorized' }, 401),
  );
  const response = await line.fetch(url);
  t.equal(response.status, 401);
  t.same(await response.json(), { error: 'unauthorized' });
});

t.test('a closed port is unreachable, and neither password nor address is told', async (t) => {
  const line = openLine('http://127.0.0.1:1', LIMITS);
  t.teardown(() => line.close());
  const headers = new Headers({ Authorization: 'Basic c2VjcmV0' });
  const error = await failureOf(t, line.fetch('http://127.0.0.1:1/facility-br1042', { headers }));
  t.equal(error.code, 'centre-unreachable');
  t.match(error.message, 'ECONNREFUSED');
  t.notMatch(error.message, /Basic|c2VjcmV0/);
});

t.test('nothing is asked over a line that was closed', async (t) => {
  let asked = 0;
  const { url, line } = await serve(t, (_request, response) => {
    asked += 1;
    json(response, {});
  });
  line.close();
  await failureOf(t, line.fetch(url));
  t.equal(asked, 0);
});
