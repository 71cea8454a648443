import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import type { ProfileName } from '../line-profiles.js';
import type { BenchLine } from './bench-line.js';

const run = promisify(execFile);
/** The line and its two ends before what else runs on the machine: they wait far more than they work. */
const FIRST = ['nice', '-n', '-10'];
const NEEDED = ['gcc', 'ip', 'python3'];

/** Why the packet-level emulator cannot be used here, or null. */
export function labTrouble(lab: string): string | null {
  if (!existsSync(lab)) return `there is no ${lab}`;
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  if (!existsSync('/dev/net/tun')) return 'there is no /dev/net/tun';
  const missing = NEEDED.filter((tool) => !isInstalled(tool));
  return missing.length === 0 ? null : `not installed: ${missing.join(', ')}`;
}

/** The benchmark's own copies of the emulator: what it made, and nothing else, is removed at its end. */
export class Lab {
  readonly #names = new Set<string>();
  /** the first one compiles the emulator, and two that come up together would take one address */
  #turn: Promise<unknown> = Promise.resolve();
  #made = 0;

  constructor(
    private readonly script: string,
    private readonly folder: string,
  ) {}

  open(profile: ProfileName, seed: number): Promise<BenchLine> {
    const name = `nb${process.pid}x${(this.#made += 1)}`;
    const opened = this.#turn.then(() => this.#open(name, profile, seed));
    this.#turn = opened.catch(() => undefined);
    return opened;
  }

  async #open(name: string, profile: ProfileName, seed: number): Promise<BenchLine> {
    this.#names.add(name);
    const centreHost = /centre (\S+)/.exec(await this.#call('up', name, profile, String(seed)))?.[1] ?? '';
    return {
      centreHost,
      reach: (port) => Promise.resolve({ host: centreHost, port }),
      run: (side, script, trust) => {
        const node = [
          ...(trust === undefined ? [] : ['env', `NODE_EXTRA_CA_CERTS=${trust}`]),
          process.execPath,
        ];
        return spawn('env', [...this.#command(side, name), ...node, '--expose-gc', script], {
          stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        });
      },
      stats: async () => {
        const { up, down } = JSON.parse(await this.#call('ctl', name, 'stats')) as Record<
          'up' | 'down',
          { tx_bytes: number; syn: number }
        >;
        return { up: up.tx_bytes, down: down.tx_bytes, connections: up.syn };
      },
      downFor: async (ms) => void (await this.#call('ctl', name, 'downfor', String(ms))),
      nat: async () => void (await this.#call('ctl', name, 'nat')),
      close: async () => {
        await this.#call('down', name);
        this.#names.delete(name);
      },
    };
  }

  async #call(command: string, name: string, ...rest: string[]): Promise<string> {
    const { stdout } = await run('env', [...this.#command(command, name), ...rest]);
    return stdout;
  }

  #command(command: string, name: string): string[] {
    return [`LAB_RUN=${this.folder}`, ...FIRST, this.script, command, name];
  }

  /** Also after ctrl-C: a namespace would outlive the processes in it. To be called before the folder goes. */
  removeAll(): void {
    // Each one, whatever became of those before it.
    for (const name of this.#names) spawnSync('env', this.#command('down', name), { stdio: 'ignore' });
  }
}

function isInstalled(tool: string): boolean {
  try {
    execFileSync('which', [tool], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
