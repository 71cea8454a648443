import { join } from 'node:path';
import type { Test } from 'tap';
import { openLocale, type Language, type Translate } from '../templates/locale.js';
import { repositoryRoot } from '../templates/folder.js';
import { displayWidth } from './components/display-width.js';
import { TmuxScreen } from './components/tmux-screen.js';

const MAIN = join(repositoryRoot(), 'dist', 'cli', 'main.js');

/** For tests: an operator with `nadi` on a real terminal of 80×24; whatever it shows must be straight and fit. */
export class OperatorTerminal {
  private constructor(
    private readonly t: Test,
    readonly screen: TmuxScreen,
    readonly say: Translate,
  ) {}

  /** @param args a command of `nadi`; the operator's screens where there is none */
  static async open(t: Test, folder: string, language: Language, args = ''): Promise<OperatorTerminal> {
    const line = `"${process.execPath}" "${MAIN}" ${args} --data "${folder}" --language ${language}; sleep 600`;
    const screen = await TmuxScreen.open(['sh', '-c', line]);
    t.teardown(() => screen.close());
    return new OperatorTerminal(t, screen, openLocale().in(language));
  }

  /** The screen that shows the text, within 80 columns and 23 lines. */
  async until(text: string): Promise<string[]> {
    const lines = await this.screen.until(text);
    this.t.comment(`\n${lines.join('\n')}`);
    this.t.ok(
      lines.every((line) => displayWidth(line) <= 80),
      `nothing beyond the 80th column: ${text}`,
    );
    this.t.ok(
      lines.slice(23).every((line) => line === ''),
      `nothing below the 23rd line: ${text}`,
    );
    return lines;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.screen.press(key);
  }

  /** Types into the fields, one after the other. */
  async fill(...values: string[]): Promise<void> {
    for (const value of values) {
      if (value !== '') await this.screen.type(value);
      await this.press('Enter');
    }
  }
}
