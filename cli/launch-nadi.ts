import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryRoot } from '../templates/folder.js';
import { bareEnvironment } from './config.js';

const MAIN = join(repositoryRoot(), 'dist', 'cli', 'main.js');

export interface Outcome {
  out: string;
  err: string;
  exit: number | null;
}

/** For tests: `nadi` as a process of its own, in English. */
export function launchNadi(
  folder: string,
  args: readonly string[],
): { child: ChildProcessWithoutNullStreams; ended: Promise<Outcome> } {
  const env = { ...bareEnvironment(), NADI_DATA: folder, NADI_LANGUAGE: 'en' };
  const child = spawn(process.execPath, [MAIN, ...args], { env });
  const outcome: Outcome = { out: '', err: '', exit: null };
  child.stdout.on('data', (chunk: Buffer) => (outcome.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (outcome.err += chunk.toString()));
  const ended = once(child, 'close').then(([exit]) => ({ ...outcome, exit: exit as number | null }));
  return { child, ended };
}
