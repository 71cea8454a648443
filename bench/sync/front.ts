import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { KeyedCertificate } from '../../node-server/tls/local-ca.js';
import { SESSION_S } from '../../central/gateway/start-gateway.js';
import { gatherWrites } from '../../sync/exchange/gather-writes.js';

export interface Front {
  port: number;
  counts: FrontCounts;
}

export interface FrontCounts {
  requests: number;
  /** of requests, as they came, also of those that broke off */
  bodyBytes: number;
}

export interface Behind {
  /** paths that begin so */
  prefix: string;
  url: string;
}

/** As long as the gateway keeps its own connections. */
const IDLE_MS = 15 * 60_000;

/**
 * What stands before a centre's servers: TLS 1.3 with an ECDSA certificate, and the way to each of them by path. It
 * passes on every byte as it comes, both ways at once.
 */
export async function startFront(
  host: string,
  { certificate, key }: KeyedCertificate,
  behind: Behind[],
): Promise<Front> {
  const counts: FrontCounts = { requests: 0, bodyBytes: 0 };
  const agent = new http.Agent({ keepAlive: true });
  const server = https.createServer(
    { cert: certificate, key, minVersion: 'TLSv1.3', sessionTimeout: SESSION_S },
    (request, response) => {
      counts.requests += 1;
      const { method, headers, url: path = '/' } = request;
      const target = behind.find(({ prefix }) => path.startsWith(prefix));
      const onward = http.request(target?.url ?? '', { method, path, headers, agent }, (answer) => {
        // What came in one packet goes on in one.
        const gather = gatherWrites(response, 1);
        gather();
        // No head but what the server behind it sends: a gateway may as well speak TLS itself.
        response.sendDate = false;
        if (!('connection' in answer.headers)) response.removeHeader('Connection');
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer
          .on('error', () => response.destroy())
          .on('data', gather)
          .pipe(response);
      });
      // Now, not with the first bytes of the body: some servers answer before.
      onward.flushHeaders();
      onward.on('error', () => response.destroy());
      response.on('close', () => {
        if (!response.writableFinished) onward.destroy();
      });
      request.on('data', ({ length }: Buffer) => (counts.bodyBytes += length)).pipe(onward);
    },
  );
  server.keepAliveTimeout = IDLE_MS;
  server.requestTimeout = 0;
  server.on('tlsClientError', () => undefined);
  server.listen(0, host);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, counts };
}
