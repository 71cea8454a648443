import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { HttpUser } from './http-user.js';

t.test(
  'a kept connection that ends as it is used costs a browser no form, and a new one that ends is told',
  async (t) => {
    let alwaysCut = false;
    const server = createServer((socket: Socket) => {
      let answered = false;
      socket.on('error', () => undefined);
      socket.on('data', () => {
        if (answered || alwaysCut) return void socket.destroy();
        answered = true;
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
      });
    }).listen(0, '127.0.0.1');
    t.teardown(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const user = new HttpUser(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    t.teardown(() => user.close());
    for (let i = 0; i < 3; i++) t.match(await user.post('/form', { a: '1' }), { status: 200, body: 'ok' });
    alwaysCut = true;
    await t.rejects(user.post('/form', { a: '1' }), { code: 'ECONNRESET' });
  },
);
