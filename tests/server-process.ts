import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryRoot } from '../templates/folder.js';

export interface ServerProcess {
  origin: string;
  child: ChildProcess;
  /** milliseconds from the spawn to the first answer that it is up */
  startMs: number;
  /** Like a power cut, as far as a process can tell. */
  kill(): Promise<void>;
  /** Ctrl-C; resolves with the exit status. */
  stop(): Promise<number | null>;
}

/** Runs `nadi start` on a data folder in a process of its own, on a free port where none is named. */
export async function startServerProcess(folder: string, port = '0'): Promise<ServerProcess> {
  const began = performance.now();
  const main = join(repositoryRoot(), 'dist', 'cli', 'main.js');
  const child = spawn(
    process.execPath,
    [main, 'start', '--data', folder, '--port', port, '--host', '127.0.0.1', '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let trouble = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (trouble += text));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const said = new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  const line = await Promise.race([said, exited.then(() => null)]);
  if (line === null) throw new Error(`nadi start ended: ${trouble}`);
  const { addresses } = JSON.parse(line) as { addresses: string[] };
  return {
    origin: addresses[0] ?? '',
    child,
    startMs: performance.now() - began,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: () => {
      child.kill('SIGINT');
      return exited;
    },
  };
}
