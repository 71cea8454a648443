import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import type { Test } from 'tap';
import { startSlowLine, type SlowLine } from './slow-line.js';

const FAST = { up: 100_000, down: 100_000, delay: 1, loss: 0, queue: 100 };

async function openLine(t: Test, profile = FAST): Promise<{ line: SlowLine; call: () => Promise<Socket> }> {
  const echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(
    0,
    '127.0.0.1',
  );
  await once(echo, 'listening');
  const line = await startSlowLine((echo.address() as AddressInfo).port, profile);
  t.teardown(async () => {
    await line.close();
    echo.close();
  });
  return {
    line,
    call: async () => {
      const socket = connect(line.port, '127.0.0.1');
      socket.on('error', () => undefined);
      t.teardown(() => socket.destroy());
      await once(socket, 'connect');
      return socket;
    },
  };
}

/** What comes back of what is sent. */
async function echoOf(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  let came = '';
  while (came.length < text.length) came += String(((await once(socket, 'data')) as [Buffer])[0]);
  return came;
}

t.test('a slow line carries everything, in order, and counts it each way', async (t) => {
  const { line, call } = await openLine(t, { ...FAST, loss: 0.3 });
  const text = Array.from({ length: 3_000 }, (_, n) => n).join(' ');
  t.equal(await echoOf(await call(), text), text);
  t.same(line.stats(), { up: text.length, down: text.length, connections: 1 });
});

t.test('what is sent while the line is out comes when it is back, on the same connection', async (t) => {
  const { line, call } = await openLine(t);
  const socket = await call();
  await echoOf(socket, 'before');
  line.downFor(100);
  t.equal(await echoOf(socket, 'after'), 'after');
});

t.test('a connection that died silently swallows everything; a new one works', async (t) => {
  const { line, call } = await openLine(t);
  const socket = await call();
  await echoOf(socket, 'before');
  line.nat();
  const answer = await Promise.race([echoOf(socket, 'after'), pause(100).then(() => 'nothing')]);
  t.equal(answer, 'nothing');
  t.notOk(socket.destroyed);
  t.equal(await echoOf(await call(), 'again'), 'again');
});

t.test('all connections share the rate of the line', async (t) => {
  const { call } = await openLine(t, { ...FAST, up: 400 });
  const order: string[] = [];
  const send = async (name: string, length: number): Promise<void> => {
    await echoOf(await call(), 'x'.repeat(length));
    order.push(name);
  };
  const long = send('long', 20_000);
  await Promise.all([long, send('short', 100)]);
  t.same(order, ['short', 'long']);
});
