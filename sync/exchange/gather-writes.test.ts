import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { gatherWrites } from './gather-writes.js';

t.test(
  'words that follow each other closely leave as one packet, and the end waits for nothing',
  async (t) => {
    const server = http.createServer((_, response) => {
      // Longer than all the words take: only the end sends.
      const gather = gatherWrites(response, 1_000);
      void (async () => {
        for (const word of ['confirmed', 'what the centre holds', 'the end']) {
          gather();
          response.write(word);
          await pause(5);
        }
        response.end();
      })();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.teardown(() => server.close());
    const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
    const packets: string[] = [];
    socket.on('data', (bytes) => packets.push(bytes.toString()));
    socket.write('GET / HTTP/1.1\r\nHost: centre\r\nConnection: close\r\n\r\n');
    await once(socket, 'close');
    t.equal(packets.length, 1);
    t.match(packets[0], /^HTTP.*confirmed.*what the centre holds.*the end/s);
  },
);
