import { spawn } from 'node:child_process';
import { LINE_PROFILES, type ProfileName } from '../line-profiles.js';
import { startSlowLine, type SlowLine } from '../slow-line.js';
import type { BenchLine } from './bench-line.js';

/** The built-in proxy as a line, on the loopback: bytes are those of TCP's payload. */
export function openProxyLine(profile: ProfileName, seed: number): BenchLine {
  let line: SlowLine | null = null;
  return {
    centreHost: '127.0.0.1',
    reach: async (port) => {
      line = await startSlowLine(port, LINE_PROFILES[profile], seed);
      return { host: '127.0.0.1', port: line.port };
    },
    run: (_side, script, trust) =>
      spawn(
        'env',
        [
          ...(trust === undefined ? [] : [`NODE_EXTRA_CA_CERTS=${trust}`]),
          process.execPath,
          '--expose-gc',
          script,
        ],
        { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
      ),
    stats: () => Promise.resolve(line?.stats() ?? { up: 0, down: 0, connections: 0 }),
    downFor: (ms) => Promise.resolve(line?.downFor(ms)),
    nat: () => Promise.resolve(line?.nat()),
    close: async () => line?.close(),
  };
}
