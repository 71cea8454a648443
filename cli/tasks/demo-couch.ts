import { join } from 'node:path';
import { startEmbeddedCouch, type RunningCouch } from '../../central/embedded-couch/start-embedded-couch.js';
import { FacilityError } from '../../records/facility-error.js';
import { portTaken } from './refuse-taken-ports.js';

/** The CouchDB of a demo's centre. Throws `store-locked` where the demo runs already, and `port-in-use`. */
export async function startDemoCouch(folder: string, port: number, password: string): Promise<RunningCouch> {
  try {
    return await startEmbeddedCouch({
      port,
      // The centre of a demo is nobody else's business.
      host: '127.0.0.1',
      folder: join(folder, 'centre'),
      admin: { name: 'admin', password },
    });
  } catch (cause) {
    if (/lock/i.test(String((cause as Error).message))) {
      throw new FacilityError('store-locked', 'The demo is running already.', {
        hint: 'hints.demoRuns',
        cause,
      });
    }
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw portTaken(port, 'centre-port', cause);
  }
}
