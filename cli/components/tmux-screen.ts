import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { bareEnvironment } from '../config.js';

const run = promisify(execFile);
/** For a loaded machine; a screen that never comes is told with what stood there. */
const PATIENCE_MS = 90_000;
/** Long enough for a program to have read Escape by itself. */
const ESCAPE_MS = 500;

/** False where tests against a real terminal must be left out. */
export function hasTmux(): boolean {
  try {
    execFileSync('tmux', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** For tests: a program in a real terminal of a given size, on a tmux server of its own. */
export class TmuxScreen {
  private constructor(private readonly folder: string) {}

  static async open(command: readonly string[], size = { columns: 80, rows: 24 }): Promise<TmuxScreen> {
    const screen = new TmuxScreen(await mkdtemp(join(tmpdir(), 'nadi-tmux-')));
    const { columns, rows } = size;
    await screen.tmux(
      '-f',
      '/dev/null',
      '-u',
      'new-session',
      '-d',
      '-x',
      String(columns),
      '-y',
      String(rows),
      ...command,
    );
    return screen;
  }

  /** The lines that are on the screen now, without trailing spaces. */
  async lines(): Promise<string[]> {
    return (await this.tmux('capture-pane', '-p')).split('\n').map((line) => line.trimEnd());
  }

  /** Waits until the screen shows the text; throws with what it shows instead after a minute and a half. */
  async until(text: string): Promise<string[]> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const lines = await this.lines();
      if (lines.some((line) => line.includes(text))) return lines;
      if (Date.now() > end) throw new Error(`waited in vain for “${text}”:\n${lines.join('\n').trimEnd()}`);
      await sleep(50);
    }
  }

  /** Types the text as it stands; `press` would take a recovery key's word `home` for the key Home. */
  async type(text: string): Promise<void> {
    await this.tmux('send-keys', '-l', '--', text);
  }

  async press(key: string): Promise<void> {
    await this.tmux('send-keys', key);
    // Escape and a key that come together are another key.
    if (key === 'Escape') await sleep(ESCAPE_MS);
  }

  /** As somebody who pulls the window larger or smaller. */
  async resize({ columns, rows }: { columns: number; rows: number }): Promise<void> {
    await this.tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  async close(): Promise<void> {
    // A server whose last program has ended is gone already.
    await this.tmux('kill-server').catch(() => null);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async tmux(...args: string[]): Promise<string> {
    const env = { ...bareEnvironment(), LC_ALL: 'C.UTF-8' };
    return (await run('tmux', ['-S', join(this.folder, 'tmux.sock'), ...args], { env })).stdout;
  }
}
