import type { Check } from './check.js';
import { backupCheck } from './check-backup.js';
import { centreCheck, driftCheck } from './check-centre-line.js';
import { certificateCheck } from './check-certificate.js';
import { clockCheck } from './check-clock.js';
import { diskCheck } from './check-disk.js';
import { folderCheck, ownerCheck, secretsCheck } from './check-folder.js';
import { fsyncCheck } from './check-fsync.js';
import { leftoversCheck } from './check-leftovers.js';
import { logsCheck } from './check-logs.js';
import { nodeCheck } from './check-node.js';
import { portCheck } from './check-pages.js';
import { printerCheck } from './check-printer.js';
import { snapshotCheck } from './check-snapshot.js';
import { socketCheck } from './check-socket.js';
import { standbyCheck } from './check-standby.js';
import { storeCheck } from './check-store.js';
import { templatesCheck } from './check-templates.js';

/** What `nadi doctor` looks at, in the order in which it is shown. Other areas add theirs here. */
export const CHECKS: readonly Check[] = [
  nodeCheck,
  folderCheck,
  ownerCheck,
  secretsCheck,
  diskCheck,
  fsyncCheck,
  clockCheck,
  driftCheck,
  storeCheck,
  snapshotCheck,
  templatesCheck,
  portCheck,
  certificateCheck,
  socketCheck,
  centreCheck,
  backupCheck,
  printerCheck,
  logsCheck,
  leftoversCheck,
];

/** In a spare box's folder: it has no pages, no settings and no backups of its own. */
export const STANDBY_CHECKS: readonly Check[] = [
  nodeCheck,
  folderCheck,
  standbyCheck,
  ownerCheck,
  secretsCheck,
  diskCheck,
  fsyncCheck,
  clockCheck,
  templatesCheck,
  leftoversCheck,
];
