import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Language } from '../templates/locale.js';

export interface CliConfig {
  /** the data folder where --data is not given */
  dataFolder: string;
  /** the language where --language is not given */
  language: Language;
  /** a terminal that only prints lines: no screens there */
  isDumb: boolean;
}

/** What the environment says: NADI_DATA, NADI_LANGUAGE, else LC_ALL, LC_MESSAGES or LANG (`hi_IN.UTF-8`). */
export function readConfig(
  env: NodeJS.ProcessEnv = process.env,
  isRoot: boolean = process.getuid?.() === 0,
): CliConfig {
  // A terminal that says nothing of Hindi may be unable to show it, so English is the default here.
  const spoken = env['NADI_LANGUAGE'] || env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || 'en';
  return {
    dataFolder: env['NADI_DATA'] || (isRoot ? '/var/lib/nadi' : join(homedir(), '.nadi')),
    language: /^hi/i.test(spoken) ? 'hi' : 'en',
    isDumb: (env['TERM'] ?? 'dumb') === 'dumb',
  };
}

/** What a child process needs of this one's environment to find programs and no more. */
export function bareEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { PATH: env['PATH'], HOME: env['HOME'], TERM: env['TERM'] ?? 'xterm' };
}

/** Puts a folder before the others in which programs are found; the answer takes it out again. */
export function putFirstOnPath(folder: string): () => void {
  const path = process.env['PATH'] ?? '';
  process.env['PATH'] = folder + path;
  return () => void (process.env['PATH'] = path);
}
