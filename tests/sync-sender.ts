import { openDatabases } from '../node-server/store/databases.js';
import { startReplication } from '../sync/replicate.js';

/** A box that does nothing but sync, to be killed in the middle: `sync-sender.js FOLDER URL BOX PASSWORD`. */
const [folder = '', url = '', box = '', password = ''] = process.argv.slice(2);
const databases = await openDatabases(folder);
startReplication({
  ...databases,
  centre: { url, user: box, password },
  box,
  now: () => Date.now(),
  log: { info: () => undefined, warn: () => undefined },
});
