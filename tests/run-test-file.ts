import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { Parser } from 'tap-parser';
import { testEnvironment } from './config.js';

/** What one file of tests came to. It is good only if nothing failed and nothing is wrong with the run itself. */
export interface FileOutcome {
  file: string;
  passed: number;
  /** one text per assertion that failed */
  failures: string[];
  /** why the file is red beside its failures: it ended early, timed out, crashed, asserted nothing */
  wrong: string[];
  /** what it wrote to standard error */
  said: string;
  seconds: number;
}

/** What a file may take if it doesn't ask for more with `t.setTimeout`. */
const SECONDS = 300;
/** What a file gets to tell what it was waiting for, once it is asked to stop. */
const LAST_WORDS_MS = 2_000;

/**
 * Runs a compiled test file by itself and reads its TAP. tap's own command starts each file, and each process that the
 * file starts, with three module loaders (types, mocks, coverage) that compiled tests don't use: a second of work each.
 */
export async function runTestFile(file: string, seconds = SECONDS): Promise<FileOutcome> {
  const started = performance.now();
  const outcome: FileOutcome = { file, passed: 0, failures: [], wrong: [], said: '', seconds: 0 };
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    // tap tells its parent by `ipc` how long it means to take
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: testEnvironment(seconds),
  });
  const stop = (): void => {
    outcome.wrong.push(`${file} was stopped: it took too long`);
    child.kill('SIGALRM');
    setTimeout(() => child.kill('SIGKILL'), LAST_WORDS_MS).unref();
  };
  let alarm = setTimeout(stop, seconds * 1_000);
  child.on('message', ({ setTimeout: ms }: { setTimeout?: number }) => {
    if (!ms) return;
    clearTimeout(alarm);
    alarm = setTimeout(stop, ms + LAST_WORDS_MS);
  });

  child.stderr?.setEncoding('utf8').on('data', (text: string) => (outcome.said += text));
  const parser = new Parser();
  count(parser, [file], outcome);
  child.stdout?.pipe(parser);
  const [read, [code, signal]] = await Promise.all([
    new Promise<{ ok: boolean }>((resolve) => parser.on('complete', resolve)),
    new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (...end) => resolve(end));
    }),
  ]);
  clearTimeout(alarm);
  if (code !== 0) outcome.wrong.push(`${file} ended with ${signal ?? `exit status ${code}`}`);
  if (!read.ok && outcome.failures.length === 0) outcome.wrong.push(`${file} didn't come to its end`);
  if (outcome.passed + outcome.failures.length === 0) outcome.wrong.push(`${file} asserts nothing`);
  outcome.seconds = (performance.now() - started) / 1_000;
  return outcome;
}

/** Counts the assertions of a (sub)test; a line that only sums a subtest up is no assertion of its own. */
function count(level: Parser, path: readonly string[], outcome: FileOutcome): void {
  const summaries = new Set<string>();
  level.on('child', (child: Parser) => {
    summaries.add(child.name);
    count(child, [...path, child.name], outcome);
  });
  level.on('assert', (result: { ok: boolean; name: string; diag?: unknown }) => {
    if (summaries.has(result.name)) return;
    if (result.ok) outcome.passed += 1;
    else
      outcome.failures.push(
        `FAIL ${[...path, result.name].join(' > ')}\n${JSON.stringify(result.diag, null, 2)}`,
      );
  });
}
