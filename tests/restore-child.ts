import { readFileSync } from 'node:fs';
import { openBackupSource } from '../node-server/restore/backup-source.js';
import { restoreFacility } from '../node-server/restore/restore-facility.js';

// A restore in a process that can be killed: `node restore-child.js FOLDER BACKUPS KEYFILE`.
const [folder = '', path = '', keyFile = ''] = process.argv.slice(2);
const source = await openBackupSource({ path, key: readFileSync(keyFile, 'utf8') });
process.stdout.write('begins\n');
const job = restoreFacility({ folder, source, settings: {} });
while (!(await job.next()).done);
process.stdout.write('done\n');
