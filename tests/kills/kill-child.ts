import { rm } from 'node:fs/promises';
import { readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Facility } from '../../node-server/facility.js';
import { openBackupSource } from '../../node-server/restore/backup-source.js';
import { restoreFacility } from '../../node-server/restore/restore-facility.js';
import { startFacility } from '../../node-server/start.js';

// A process that gets killed: `kill-child.js JOB FOLDER …`. It says what it has done in lines of JSON.

const say = (what: object): void => void writeSync(1, `${JSON.stringify(what)}\n`);

const jobs: Record<string, (folder: string, ...rest: string[]) => Promise<unknown>> = {
  async serve(folder) {
    const { addresses } = await startFacility({ folder, host: '127.0.0.1', port: 0 });
    say({ pid: process.pid, origin: addresses[0] });
  },

  /** Serves, and seals without end. */
  async seal(folder) {
    const { addresses, seals } = await startFacility({ folder, host: '127.0.0.1', port: 0 });
    say({ pid: process.pid, origin: addresses[0] });
    for (;;) {
      const seal = await seals.sealNow();
      if (seal) say({ sealed: seal.upTo });
      // Counters have their turn: with nothing new to seal no disk is waited for.
      else await setImmediate();
    }
  },

  /** Folds the ledger from its first record and keeps the snapshot, without end. */
  async index(folder) {
    say({ pid: process.pid });
    for (;;) {
      await rm(join(folder, 'folds', 'snapshot.json'), { force: true });
      const facility = await Facility.open({ folder, box: 'BR1042', now: Date.now });
      const visit = await facility.append({ by: 'asha' }, (draft) => {
        const patient = draft.patient({ name: 'सुनीता देवी', sex: 'female', birthDate: '1988' });
        return draft.visit({ patient: patient._id, kind: 'new', station: 'vitals' });
      });
      say({ visit: visit._id });
      await facility.stop();
    }
  },

  async restore(folder, backups = '', keyFile = '') {
    const source = await openBackupSource({ path: backups, key: readFileSync(keyFile, 'utf8') });
    say({ pid: process.pid });
    const job = restoreFacility({ folder, source, settings: {} });
    while (!(await job.next()).done);
    say({ restored: true });
  },
};

const [job = '', folder = '', ...rest] = process.argv.slice(2);
await jobs[job]?.(folder, ...rest);
