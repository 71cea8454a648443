import { server as hapiServer, type Server } from '@hapi/hapi';
import { gateway, type GatewayOptions } from './gateway.js';

export interface RunningGateway {
  /** `https://127.0.0.1:6985`, without a slash */
  url: string;
  server: Server;
  stop: () => Promise<void>;
}

/** So long a box may go on with its TLS session, in seconds: Node's five minutes are over before an idle box calls again. */
export const SESSION_S = 86_400;

/** Starts a gateway with a server of its own. Port 0 takes a free one; without `tls` it speaks plain HTTP. */
export async function startGateway({
  port,
  host,
  tls,
  ...options
}: GatewayOptions & {
  port: number;
  host: string;
  tls?: { key: string; cert: string };
}): Promise<RunningGateway> {
  const server = hapiServer({
    port,
    host,
    compression: false,
    ...(tls ? { tls: { ...tls, sessionTimeout: SESSION_S } } : {}),
  });
  await server.register({ plugin: gateway, options });
  await server.start();
  let stopped: Promise<void> | undefined;
  return {
    url: `${tls ? 'https' : 'http'}://${host}:${server.info.port}`,
    server,
    stop: () => (stopped ??= server.stop({ timeout: 2_000 })),
  };
}
