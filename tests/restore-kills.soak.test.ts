import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { readBoxFolder } from '../node-server/box-folder.js';
import { repositoryRoot } from '../templates/folder.js';
import { idsAndRevisions, loseBox, storedIn } from './lost-box.js';

const CHILD = join(repositoryRoot(), 'dist', 'tests', 'restore-child.js');
const KILLS = 20;

t.setTimeout(300_000);

t.test('killed at twenty moments a folder is whole or says that it is unfinished, and goes on', async (t) => {
  const { box, root, backups, keyFile, records, backUp } = await loseBox(t, 600);
  await backUp(0, 600);
  await backUp(600, records.length);

  /** Milliseconds that it ran, from its first step; killed after `killAfter`. */
  async function restore(folder: string, killAfter?: number): Promise<number> {
    const child = spawn(process.execPath, [CHILD, folder, backups, keyFile], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    await Promise.race([once(createInterface(child.stdout), 'line'), exited]);
    const began = performance.now();
    if (killAfter !== undefined) {
      await pause(killAfter);
      child.kill('SIGKILL');
    }
    await exited;
    return performance.now() - began;
  }

  const whole = await restore(join(root, 'trial'));
  const folder = join(root, 'new');
  const seen = new Map<string, number>();
  for (let i = 0; i < KILLS; i += 1) {
    // Every other one goes on with what the one before it left.
    if (i % 2 === 0) await rm(folder, { recursive: true, force: true });
    await restore(folder, (whole * i) / KILLS);
    const state = await readBoxFolder(folder).then(
      ({ settings }) => settings.box,
      (error: { code?: string }) => error.code ?? '',
    );
    seen.set(state, (seen.get(state) ?? 0) + 1);
    t.ok(['not-set-up', 'restore-unfinished', `${box}b`].includes(state), state);
    if (state !== `${box}b`) continue;
    t.same((await storedIn(folder, state)).slice(0, -1), idsAndRevisions(records));
    await rm(folder, { recursive: true });
  }
  t.comment(JSON.stringify(Object.fromEntries(seen)));
  t.ok((seen.get('restore-unfinished') ?? 0) > 0, 'some of them in the middle');
  await restore(folder);
  t.same((await storedIn(folder, `${box}b`)).slice(0, -1), idsAndRevisions(records));
});
