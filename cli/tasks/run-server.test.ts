import { EventEmitter, once } from 'node:events';
import t from 'tap';
import { runServer } from './run-server.js';

const hooks = (told: string[]) => ({
  onStarted: ({ addresses }: { addresses: string[] }) => void told.push(`started ${addresses.join()}`),
  onStopping: () => void told.push('stopping'),
});
const server = (told: string[]) => ({
  box: 'BR1042',
  addresses: ['http://127.0.0.1:1'],
  stop: async () => void told.push('stopped'),
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  void t.test(`${signal} stops the server, and a second one is left to end the process`, async (t) => {
    const signals = new EventEmitter();
    const told: string[] = [];
    const running = runServer(() => Promise.resolve(server(told)), signals, {
      ...hooks(told),
      onStarted: () => setImmediate(() => signals.emit(signal)),
    });
    await running;
    t.same(told, ['stopping', 'stopped']);
    t.equal(signals.listenerCount(signal), 0);
  });
}

void t.test('a signal while the server starts stops it once it has started', async (t) => {
  const signals = new EventEmitter();
  const told: string[] = [];
  const gate = new EventEmitter();
  const running = runServer(() => once(gate, 'open').then(() => server(told)), signals, hooks(told));
  signals.emit('SIGTERM');
  t.same(told, []);
  gate.emit('open');
  await running;
  t.same(told, ['started http://127.0.0.1:1', 'stopping', 'stopped']);
});

void t.test('a server that cannot start leaves no listener behind', async (t) => {
  const signals = new EventEmitter();
  await t.rejects(
    runServer(() => Promise.reject(new Error('no')), signals, hooks([])),
    { message: 'no' },
  );
  t.same(signals.eventNames(), []);
});
