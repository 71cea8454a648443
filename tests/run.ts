import { readdirSync } from 'node:fs';
import { couchdbUrl } from './config.js';
import { runTestFile } from './run-test-file.js';

/**
 * Runs the compiled tests and prints `N passed, N failed` alone on the last line.
 * `couchdb` as argument runs the journeys that a real CouchDB can take part in, and only those; `soak` runs those that
 * take minutes (kills, floods, many pages), which the usual run leaves out.
 */
const only = process.argv[2];
/** Tests wait for disks, timers and browsers more than they reckon: two for each core of a small machine. */
const AT_ONCE = 4;
/** A CouchDB that was given has one `boxes`, one `shared` and so on: who makes them anew must be alone there. */
const atOnce = couchdbUrl() === null ? AT_ONCE : 1;

const files = readdirSync('dist', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith(only ? `.${only}.test.js` : '.test.js'))
  .filter((file) => only === 'soak' || !file.endsWith('.soak.test.js'))
  .map((file) => `dist/${file}`)
  .sort()
  // Backwards: the long journeys in tests/ begin first, so that none is left running alone at the end.
  .reverse();

let passed = 0;
const failures: string[] = [];
const waiting = files[Symbol.iterator]();

async function work(): Promise<void> {
  for (const file of waiting) {
    const outcome = await runTestFile(file);
    const wrong = [...outcome.failures, ...outcome.wrong];
    process.stdout.write(
      `${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${file} ${outcome.passed} in ${outcome.seconds.toFixed(1)} s\n`,
    );
    if (wrong.length > 0) process.stdout.write(outcome.said);
    passed += outcome.passed;
    failures.push(...wrong);
  }
}

await Promise.all(Array.from({ length: atOnce }, work));
if (failures.length > 0 || passed === 0) process.exitCode = 1;
process.stdout.write(`${failures.map((failure) => `\n${failure}\n`).join('')}\n`);
process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
