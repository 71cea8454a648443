import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Random } from '../../cli/demo/random.js';
import { TRACED_CALLS, UnsyncedWrites } from './unsynced-writes.js';

const CHILD = fileURLToPath(new URL('./kill-child.js', import.meta.url));

/** One line of what a child says: see kill-child.ts. */
export interface Said {
  pid?: number;
  origin?: string;
  visit?: string;
  sealed?: number;
  restored?: boolean;
}

export interface KilledProcess {
  /** of its pages, where it serves some */
  origin: string;
  /** resolves when it has ended, by itself or killed */
  ended: Promise<unknown>;
  /** SIGKILL; where its power was to be cut, what it had not fsynced is then lost, too */
  kill(): Promise<{ bytes: number; names: number } | null>;
}

export interface KillOptions {
  /** the folder that holds all that the process writes */
  root: string;
  /** run under strace, so that what it did not fsync can be taken away */
  powerCut?: { torn: boolean; random: Random } | undefined;
  onSaid: (said: Said) => void;
}

/** Starts a child of kill-child.ts; resolves when it is at work. Throws where it ended before. */
export async function startToKill(
  job: string[],
  { root, powerCut, onSaid }: KillOptions,
): Promise<KilledProcess> {
  const trace = `${root}.trace`;
  const before = `${root}.before`;
  const child = [process.execPath, CHILD, ...job];
  if (powerCut) {
    await rm(before, { recursive: true, force: true });
    await cp(root, before, { recursive: true, filter: (path) => !path.endsWith('.sock') });
    const flags = ['-f', '-yy', '-s', '0', '--seccomp-bpf', '-e', `trace=${TRACED_CALLS}`, '-o', trace];
    child.unshift('strace', ...flags);
  }
  const [command = '', ...flags] = child;
  const running = spawn(command, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(running, 'close');
  const first = await new Promise<Said | null>((resolve) => {
    createInterface(running.stdout).on('line', (line) => {
      const said = JSON.parse(line) as Said;
      if (said.pid !== undefined) resolve(said);
      onSaid(said);
    });
    void ended.then(() => {
      resolve(null);
    });
  });
  if (first?.pid === undefined) throw new Error(`${job.join(' ')} ended before it was at work`);
  const { pid, origin = '' } = first;
  return {
    origin,
    ended,
    async kill() {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
      await ended;
      if (!powerCut) return null;
      const unsynced = new UnsyncedWrites(root, before, await readFile(trace, 'utf8'));
      return unsynced.cut(powerCut.random, powerCut.torn);
    },
  };
}

/** true where a process can be watched so closely. */
export async function canCutPower(): Promise<boolean> {
  const tried = spawn('strace', ['--seccomp-bpf', '-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
  const [code] = (await Promise.race([once(tried, 'close'), once(tried, 'error')])) as [unknown];
  return code === 0;
}
