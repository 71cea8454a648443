import { once } from 'node:events';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import t from 'tap';
import type { Test } from 'tap';
import { issueCertificate, makeLocalCa } from '../node-server/tls/local-ca.js';
import { frame } from '../sync/exchange/frames.js';
import { GatewayLine, type Conversation } from '../sync/exchange/gateway-line.js';

const DAY_MS = 86_400_000;

interface Gateway {
  line: GatewayLine;
  /** of each connection: whether it went on with a TLS session, and how it ended */
  connections: { resumed: boolean; end?: string }[];
  /** lengths of the TLS records that came up */
  records: number[];
}

/** A server that speaks TLS and says a word to each request, behind a look at what passes on the line. */
async function startGateway(t: Test, { days = 1 } = {}): Promise<Gateway> {
  const span = {
    notBefore: new Date(Date.now() - 9 * DAY_MS),
    notAfter: new Date(Date.now() + days * DAY_MS),
  };
  const ca = makeLocalCa('test', span);
  const { certificate: cert, key } = issueCertificate(ca, { dns: [], addresses: ['127.0.0.1'] }, span);
  const connections: Gateway['connections'] = [];
  const records: number[] = [];
  const server = https.createServer({ cert, key, minVersion: 'TLSv1.3' }, (request, response) => {
    request.on('error', () => undefined).resume();
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
    response.write(frame('alive'));
    request.on('end', () => response.end());
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    connections.push({ resumed: socket.isSessionReused() });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const look = net.createServer((near) => {
    const far = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
    const read = recordLengths(records);
    near.on('data', read).pipe(far).pipe(near);
    near.on('error', ({ code = '' }: NodeJS.ErrnoException) => {
      const last = connections.at(-1);
      if (last) last.end = code;
      far.destroy();
    });
    far.on('error', () => near.destroy());
  });
  look.listen(0, '127.0.0.1');
  await once(look, 'listening');
  const line = new GatewayLine({
    url: `https://127.0.0.1:${(look.address() as AddressInfo).port}`,
    user: 'BR1042',
    password: 'box-password',
    ca: ca.certificate,
  });
  t.teardown(() => {
    line.close();
    server.closeAllConnections();
    server.close();
    look.close();
  });
  return { line, connections, records };
}

/** Reads the heads of TLS records as bytes come. */
function recordLengths(lengths: number[]): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes] as never[]);
    while (rest.length >= 5 && rest.length >= 5 + rest.readUInt16BE(3)) {
      lengths.push(rest.readUInt16BE(3));
      rest = rest.subarray(5 + rest.readUInt16BE(3));
    }
  };
}

/** A conversation in which the gateway has said a word. */
async function talk({ line }: Gateway): Promise<Conversation> {
  const conversation = line.open('/exchange/BR1042', new AbortController().signal);
  conversation.write(frame('hello', { v: 1 }));
  const { done } = await conversation.frames().next();
  if (done) throw new Error('The gateway said nothing.');
  return conversation;
}

t.test('after a connection that broke the next one shakes hands without certificates', async (t) => {
  const gateway = await startGateway(t);
  for (let broken = 0; broken < 3; broken += 1) (await talk(gateway)).abort(new Error('silent'));
  t.same(
    gateway.connections.map(({ resumed }) => resumed),
    [false, true, true],
  );
});

t.test('a connection that is given up is reset: the kernel sends nothing more on it', async (t) => {
  const gateway = await startGateway(t);
  (await talk(gateway)).abort(new Error('silent'));
  await talk(gateway);
  t.equal(gateway.connections[0]?.end, 'ECONNRESET');
});

t.test('what is sent goes in records that fit into one packet each', async (t) => {
  const gateway = await startGateway(t);
  const conversation = await talk(gateway);
  const before = gateway.records.length;
  conversation.write(frame('data', new Uint8Array(20_000)));
  conversation.end();
  for await (const _ of conversation.frames());
  const sent = gateway.records.slice(before);
  t.ok(sent.length > 10, `${sent.length} records`);
  t.ok(Math.max(...sent) < 1_330, `the largest of ${Math.max(...sent)} bytes`);
});

t.test('where nobody listens, that is said, and nothing else breaks', async (t) => {
  const line = new GatewayLine({ url: 'https://127.0.0.1:9', user: 'BR1042', password: 'box-password' });
  t.teardown(() => line.close());
  const conversation = line.open('/exchange/BR1042', new AbortController().signal);
  conversation.end();
  await t.rejects(conversation.frames().next(), { code: 'centre-unreachable' });
});

t.test(
  'a certificate that has run out, as one seems to where the clock is years ahead, is named',
  async (t) => {
    const { line } = await startGateway(t, { days: -1 });
    const conversation = line.open('/exchange/BR1042', new AbortController().signal);
    conversation.end();
    await t.rejects(conversation.frames().next(), {
      code: 'centre-unreachable',
      params: { why: 'certificate' },
      message: /CERT_HAS_EXPIRED/,
    });
  },
);
