import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { plainBytes } from '../sync/exchange/plain-bytes.js';

/** A line that tests can cut: it passes bytes, not requests, so that a cut comes in the middle of one. */
export interface CutLine {
  url: string;
  /** that were opened */
  connections: number;
  /** bytes from the box */
  up: number;
  /** each connection breaks after so many bytes from the box */
  cutEvery(bytes: number): void;
  /** `silent`: connections stand and nothing comes through any more */
  set(condition: 'open' | 'down' | 'silent'): void;
  close(): Promise<void>;
}

export async function startCutLine(target: string): Promise<CutLine> {
  const { hostname, port, protocol } = new URL(target);
  let most = Infinity;
  let condition: 'open' | 'down' | 'silent' = 'open';
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    if (condition === 'down') return void near.destroy();
    line.connections += 1;
    let passed = 0;
    const far = net.connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (chunk) => {
      if (condition === 'silent') return;
      line.up += chunk.length;
      const through = plainBytes(chunk).subarray(0, most - passed);
      passed += through.length;
      far.write(through, () => {
        if (passed >= most) near.destroy();
      });
    });
    far.on('data', (chunk) => {
      if (condition !== 'silent') near.write(plainBytes(chunk));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const line: CutLine = {
    url: `${protocol}//127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: 0,
    up: 0,
    cutEvery: (bytes) => {
      most = bytes;
    },
    set: (next) => {
      condition = next;
      if (next === 'down') for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return line;
}
