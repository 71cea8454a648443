import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request instead of the gateway. */
export type BadAnswer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

export interface BadGateway {
  url: string;
  /** null: the real gateway behind it answers */
  answer(how: BadAnswer | null): void;
  close(): Promise<void>;
}

/** A server at the gateway's address that may be something else. */
export async function startBadGateway(target: string): Promise<BadGateway> {
  let how: BadAnswer | null = null;
  const server = http.createServer((request, response) => {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    if (how) {
      request.resume();
      return how(request, response);
    }
    const { method, headers, url = '' } = request;
    const onward = http.request(`${target}${url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (next) => {
      how = next;
      server.closeAllConnections();
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
