import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { Parser } from 'tap-parser';

/**
 * Runs the compiled tests through tap and prints `N passed, N failed` alone on the last line.
 * `couchdb` as argument runs the journeys that a real CouchDB can take part in, and only those; `soak` runs those that
 * take minutes (kills, floods, many pages), which the usual run leaves out.
 */
const only = process.argv[2];
const files = readdirSync('dist', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith(only ? `.${only}.test.js` : '.test.js'))
  .filter((file) => only === 'soak' || !file.endsWith('.soak.test.js'))
  .map((file) => `dist/${file}`)
  .sort();

const failures: string[] = [];
/** names of the lines that only sum a subtest up */
const isSummary = new Set<string>();
let passed = 0;
let failed = 0;

const tap = spawn('npx', ['--no-install', 'tap', '--reporter=tap', ...files], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const parser = new Parser((results) => {
  process.stdout.write(failures.length > 0 ? `\n${failures.join('\n')}\n` : '');
  process.exitCode = results.ok && failed === 0 && passed > 0 ? 0 : 1;
});
watch(parser, []);
tap.stdout.pipe(parser);
tap.on('close', (code) => {
  if (code !== 0) process.exitCode = 1;
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
});

/** Counts the assertions of a file's (sub)test and tells each file's outcome as it comes. */
function watch(level: Parser, path: string[]): void {
  level.on('child', (child: Parser) => {
    watch(child, [...path, child.name]);
  });
  level.on('assert', (result: { ok: boolean; name: string; skip?: unknown; diag?: unknown }) => {
    // A line that sums a subtest up is no assertion of its own.
    const summary = path.length === 0 || isSummary.has(`${path.join(' > ')} > ${result.name}`);
    if (path.length === 0) process.stdout.write(`${result.ok ? 'ok  ' : 'FAIL'} ${result.name}\n`);
    if (summary) return;
    if (result.ok) passed += 1;
    else {
      failed += 1;
      failures.push(`FAIL ${[...path, result.name].join(' > ')}\n${JSON.stringify(result.diag, null, 2)}`);
    }
  });
  level.on('child', (child: Parser) => isSummary.add(`${path.join(' > ')} > ${child.name}`));
}
