import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from './check.js';

/** A cache that makes starting quick; one that cannot be read is passed over, and made again. */
export const snapshotCheck: Check = {
  id: 'snapshot',
  async run({ folder, box }) {
    const file = join(folder, 'folds', 'snapshot.json');
    try {
      const snapshot = JSON.parse(await readFile(file, 'utf8')) as { box?: unknown; n?: unknown };
      const isOurs = snapshot.box === box?.settings.box && typeof snapshot.n === 'number';
      if (isOurs) return { state: 'good', outcome: 'good', params: { n: Number(snapshot.n) } };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { state: 'good', outcome: 'none' };
    }
    return { state: 'watch', outcome: 'unreadable', fix: () => rm(file, { force: true }) };
  },
};
