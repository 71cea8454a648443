import { Readable, Writable } from 'node:stream';
import { openLocale } from '../templates/locale.js';
import { readConfig } from './config.js';
import { runProgram } from './program.js';

export interface Outcome {
  out: string;
  err: string;
  exit: number;
}

/** For tests: a command as somebody types it, in English, without a terminal. */
export async function typeNadi(...args: string[]): Promise<Outcome> {
  const outcome: Outcome = { out: '', err: '', exit: 0 };
  const sink = (to: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        outcome[to] += chunk.toString();
        done();
      },
    });
  const context = {
    config: readConfig({ LANG: 'en' }, false),
    stdin: Readable.from([]),
    stdout: sink('out'),
    stderr: sink('err'),
    locale: openLocale(),
    setExitCode: (status: number) => (outcome.exit = status),
  };
  await runProgram(context, '1.2.3', args);
  return outcome;
}
