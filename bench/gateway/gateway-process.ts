import { subscribe } from 'node:diagnostics_channel';
import { startGateway } from '../../central/gateway/start-gateway.js';
import { serveCommands } from '../sync/child-process.js';

// The gateway in a process of its own, with a look at what it uses.

export interface GatewayCommands {
  [name: string]: (argument: never) => Promise<unknown>;
  start(options: { couchUrl: string; spoolFolder: string; most: number }): Promise<{ url: string }>;
  usage(nothing: null): Promise<GatewayUsage>;
}

export interface GatewayUsage {
  /** resident memory in MB, at its highest so far */
  peakMb: number;
  /** processor seconds */
  cpuS: number;
  /** seconds, summed over all exchanges */
  exchangesS: number;
  /** of these, the time that CouchDB took to answer */
  couchS: number;
}

/** The kernel's own highest begins with what the parent had when it forked. */
let peakBytes = 0;
setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), 100).unref();

let exchangesMs = 0;
let couchMs = 0;
const asked = new WeakMap<object, number>();
subscribe('undici:request:create', (message) => {
  asked.set((message as { request: object }).request, performance.now());
});
for (const end of ['undici:request:trailers', 'undici:request:error']) {
  subscribe(end, (message) => {
    const began = asked.get((message as { request: object }).request);
    if (began !== undefined) couchMs += performance.now() - began;
  });
}

const commands: GatewayCommands = {
  start: async (options) => {
    const log = ({ ms }: { ms: number }): void => void (exchangesMs += ms);
    const { url } = await startGateway({ host: '127.0.0.1', port: 0, ...options, log });
    return { url };
  },
  usage: () => {
    const { user, system } = process.cpuUsage();
    return Promise.resolve({
      peakMb: Math.max(peakBytes, process.memoryUsage.rss()) / 2 ** 20,
      cpuS: (user + system) / 1e6,
      exchangesS: exchangesMs / 1_000,
      couchS: couchMs / 1_000,
    });
  },
};

serveCommands(commands);
