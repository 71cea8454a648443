import { networkInterfaces } from 'node:os';
import type { Server } from '@hapi/hapi';
import { FacilityError } from '../records/facility-error.js';

/** Throws `port-in-use`. */
export async function listen(server: Server): Promise<void> {
  try {
    await server.start();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause;
    const port = Number(server.settings.port);
    throw new FacilityError('port-in-use', `Port ${port} is taken or not allowed.`, {
      hint: 'hints.portInstead',
      params: { port, flag: 'port', instead: port + 1 },
      cause,
    });
  }
}

/** Where the pages answer: each address of this machine if the server listens on all. */
export function addressesOf(server: Server): string[] {
  const { host, port, protocol } = server.info;
  const listening = server.settings.host ?? host;
  if (listening !== '0.0.0.0' && listening !== '::') return [`${protocol}://${listening}:${port}`];
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `${protocol}://${address}:${port}`);
  return [`${protocol}://localhost:${port}`, ...own];
}
