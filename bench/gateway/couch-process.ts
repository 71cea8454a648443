import { startEmbeddedCouch } from '../../central/embedded-couch/start-embedded-couch.js';
import { serveCommands } from '../sync/child-process.js';

// The embedded CouchDB in a process of its own, so that its work is not counted as the gateway's.

export interface CouchCommands {
  [name: string]: (argument: never) => Promise<unknown>;
  start(admin: { name: string; password: string }): Promise<{ url: string }>;
  /** resident, in MB */
  memory(nothing: null): Promise<number>;
}

const commands: CouchCommands = {
  start: async (admin) => {
    const { url } = await startEmbeddedCouch({ host: '127.0.0.1', port: 0, admin });
    return { url };
  },
  memory: () => Promise.resolve(process.memoryUsage.rss() / 2 ** 20),
};

serveCommands(commands);
