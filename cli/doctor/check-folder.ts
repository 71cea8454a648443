import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { STANDBY_FILE } from '../../node-server/box-folder/folder-files.js';
import { lookAt } from '../../node-server/box-folder/folder-state.js';
import { KEPT_FILE } from '../../node-server/standby/standby-folder.js';
import { answersPath } from '../wizard/wizard-answers.js';
import type { Check } from './check.js';

export const folderCheck: Check = {
  id: 'folder',
  async run({ folder, box, standby }) {
    if (box !== null) return { state: 'good', outcome: 'good', params: { folder, box: box.settings.box } };
    if (standby !== null) return { state: 'good', outcome: 'standby', params: { folder, box: standby.box } };
    const isUnfinished = (await lookAt(folder).catch(() => null)) === 'restoring';
    const outcome = isUnfinished ? 'restoring' : 'none';
    return { state: 'bad', outcome, params: { folder }, runbook: 'server-does-not-start' };
  },
};

/** The records are readable by everybody who can open the folder. */
export const ownerCheck: Check = {
  id: 'owner',
  async run({ folder }) {
    const found = await stat(folder).catch(() => null);
    if (found === null) return { state: 'bad', outcome: 'none', params: { folder } };
    const self = process.getuid?.() ?? found.uid;
    if (found.uid !== self) {
      // Root may look at everybody's; a command of anybody else could not even open the admin socket.
      const state = self === 0 ? 'good' : 'bad';
      return { state, outcome: 'other', params: { uid: found.uid }, runbook: 'server-does-not-start' };
    }
    const mode = (found.mode & 0o777).toString(8);
    return (found.mode & 0o077) === 0
      ? { state: 'good', outcome: 'good', params: { mode } }
      : { state: 'watch', outcome: 'open', params: { mode }, fix: () => chmod(folder, 0o700) };
  },
};

/** Files that hold passwords or keys are their owner's only. */
export const secretsCheck: Check = {
  id: 'secrets',
  async run({ folder }) {
    const open: string[] = [];
    const names = ['secrets.json', STANDBY_FILE, KEPT_FILE];
    for (const file of [...names.map((name) => join(folder, name)), answersPath(folder)]) {
      const found = await stat(file).catch(() => null);
      if (found !== null && (found.mode & 0o077) !== 0) open.push(file);
    }
    return open.length === 0
      ? { state: 'good', outcome: 'good' }
      : {
          state: 'bad',
          outcome: 'open',
          params: { files: open.join(', ') },
          fix: async () => {
            for (const file of open) await chmod(file, 0o600);
          },
        };
  },
};
