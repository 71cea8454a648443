import { once } from 'node:events';
import type http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  url: string;
  /** cuts what is under way */
  close: () => Promise<void>;
}

/**
 * Lets a server listen on a free port of this machine.
 * @param like an address whose account stands in that of the server, too
 */
export async function listenHere(server: http.Server, like?: string): Promise<Listening> {
  // As CouchDB: Node's five seconds end just as a busy client asks again.
  server.keepAliveTimeout = 5 * 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  if (like !== undefined) ({ username: url.username, password: url.password } = new URL(like));
  return {
    url: url.href.replace(/\/$/, ''),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
