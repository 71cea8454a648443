import { hostname, networkInterfaces } from 'node:os';
import type { LanNames } from './local-ca.js';
import { isLanAddress, isLanName } from './name-constraints.js';

/** By which names and IPv4 addresses this machine is reached on its LAN, in a fixed order. */
export function ownNames(lanName: string): LanNames {
  const host = hostname().toLowerCase().split('.')[0] ?? '';
  const own = /^[a-z0-9-]{1,63}$/.test(host) ? [`${host}.local`, `${host}.lan`] : [];
  const addresses = Object.values(networkInterfaces())
    .flatMap((found) => found ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => address);
  return {
    dns: unique([lanName, ...own, 'localhost'].filter(isLanName)),
    addresses: unique(['127.0.0.1', ...addresses.sort()].filter(isLanAddress)),
  };
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
