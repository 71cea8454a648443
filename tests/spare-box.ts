import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { bareEnvironment } from '../cli/config.js';
import { setUpFacility } from '../node-server/set-up.js';
import { repositoryRoot } from '../templates/folder.js';
import { LAN_PASSWORD } from './lan-centre.js';
import { until } from './until.js';
import { QUICK_COST } from './quick-cost.js';

const MAIN = join(repositoryRoot(), 'dist', 'cli', 'main.js');
const WRITER = fileURLToPath(new URL('./standby-main.js', import.meta.url));

export interface SavedSlip {
  n: number;
  visit: string;
}

export interface MainBox {
  url: string;
  /** acknowledged so far */
  saved: SavedSlip[];
  /** begins to give slips without end */
  write(): void;
  /** in the middle of whatever it does */
  kill(): Promise<void>;
}

export interface Outcome {
  out: string;
  err: string;
  exit: number | null;
}

/** Folders of a main box with HTTPS and pairing and of a spare one, and a port that the main box keeps. */
export async function twoFolders(t: Test): Promise<{ main: string; spare: string; port: number }> {
  const root = await mkdtemp(join(tmpdir(), 'nadi-spare-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  const main = join(root, 'main');
  const port = await freePort();
  await setUpFacility({
    folder: main,
    box: 'BR1042',
    name: { hi: 'प्राथमिक स्वास्थ्य केंद्र रामपुर', en: 'PHC Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port,
    lan: { tls: true, pairing: true, httpPort: 0 },
    passwordCost: QUICK_COST,
    staff: [
      { id: 'asha', name: { hi: 'आशा', en: 'Asha' }, roles: ['clerk', 'operator'], password: LAN_PASSWORD },
    ],
  });
  return { main, spare: join(root, 'spare'), port };
}

export async function startMain(t: Test, folder: string, port: number): Promise<MainBox> {
  const child = spawn(process.execPath, [WRITER, folder, String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  t.teardown(kill);
  const saved: SavedSlip[] = [];
  let url = '';
  createInterface(child.stdout).on('line', (line) => {
    const [word, first = '', visit = ''] = line.split(' ');
    if (word === 'at') url = first;
    else saved.push({ n: Number(first), visit });
  });
  await until('the main box answers', () => url !== '');
  return { url, saved, write: () => void child.stdin.write('write\n'), kill };
}

/** Runs a command to its end. */
export async function nadi(folder: string, ...args: string[]): Promise<Outcome> {
  const { outcome, ended } = launch(folder, args);
  const exit = await ended;
  return { ...outcome, exit };
}

/** `nadi standby follow …` (or `start`) until it has everything; `kill` is a power cut. */
export async function startSpare(
  t: Test,
  folder: string,
  args: string[] = ['standby', 'follow'],
): Promise<{
  kill: () => Promise<void>;
  freeze: () => void;
  thaw: () => void;
  ended: Promise<number | null>;
  outcome: Outcome;
}> {
  const { child, outcome, ended } = launch(folder, [...args, '--json']);
  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  };
  t.teardown(kill);
  await until('the spare box follows', () => {
    if (child.exitCode !== null) throw new Error(outcome.err);
    return outcome.out.includes('\n');
  });
  return {
    kill,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    ended,
    outcome,
  };
}

function launch(
  folder: string,
  args: string[],
): { child: ChildProcessWithoutNullStreams; outcome: Outcome; ended: Promise<number | null> } {
  const env = { ...bareEnvironment(), NADI_DATA: folder, NADI_LANGUAGE: 'en' };
  const child = spawn(process.execPath, [MAIN, ...args], { env });
  const outcome: Outcome = { out: '', err: '', exit: null };
  child.stdout.on('data', (chunk: Buffer) => (outcome.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (outcome.err += chunk.toString()));
  return { child, outcome, ended: once(child, 'close').then(([exit]) => exit as number | null) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
