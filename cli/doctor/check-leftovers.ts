import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { answersPath, restoreAnswersPath } from '../wizard/wizard-answers.js';
import type { Check } from './check.js';

/** Milliseconds; what is younger may be at work. */
const OLD_MS = 3_600_000;
/** LevelDB's own files are none of ours. */
const STORES = ['records', 'shared', 'inbox', 'papers'];

/** Half-written files that a cut left behind, and the answers of a set-up or a restore that is long done. */
export const leftoversCheck: Check = {
  id: 'leftovers',
  async run({ folder, now, box }) {
    const found = await halfWritten(folder, now());
    for (const path of box === null ? [] : [answersPath(folder), restoreAnswersPath(folder)])
      if ((await stat(path).catch(() => null)) !== null) found.push(path);
    return found.length === 0
      ? { state: 'good', outcome: 'good' }
      : {
          state: 'watch',
          outcome: 'some',
          params: { n: found.length, first: found[0] ?? '' },
          fix: async () => {
            for (const file of found) await rm(file, { force: true });
          },
        };
  },
};

async function halfWritten(folder: string, now: number): Promise<string[]> {
  const found: string[] = [];
  const look = async (at: string, depth: number): Promise<void> => {
    for (const entry of await readdir(at, { withFileTypes: true }).catch(() => [])) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && depth > 0 && !STORES.includes(entry.name)) await look(path, depth - 1);
      if (!entry.isFile() || !/\.(part|new|tmp)$/.test(entry.name)) continue;
      const seen = await stat(path).catch(() => null);
      if (seen !== null && now - seen.mtimeMs > OLD_MS) found.push(path);
    }
  };
  await look(folder, 2);
  return found;
}
