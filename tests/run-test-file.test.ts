import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { repositoryRoot } from '../templates/folder.js';
import { runTestFile, type FileOutcome } from './run-test-file.js';

const GOOD = `import t from 'tap';
t.test('a part', async (t) => t.test('of a part', async (t) => { t.ok(true, 'one'); t.ok(true, 'two'); }));
t.equal(1, 1, 'three');`;

function run(t: Test, source: string, seconds?: number): Promise<FileOutcome> {
  return runTestFile(join(t.testdir({ 'a.test.mjs': source }), 'a.test.mjs'), seconds);
}

t.test('a good file is counted by its assertions, not by the lines that sum them up', async (t) => {
  t.match(await run(t, GOOD), { passed: 3, failures: [], wrong: [] });
});

t.test('an assertion that fails is named with the way to it', async (t) => {
  const { passed, failures } = await run(
    t,
    "import t from 'tap'; t.test('the queue', async (t) => { t.ok(true); t.equal(1, 2, 'is short'); });",
  );
  t.equal(passed, 1);
  t.equal(failures.length, 1);
  t.match(failures[0], /^FAIL .*a\.test\.mjs > the queue > is short/);
});

const RED: [name: string, source: string, why: RegExp][] = [
  ['throws while it is read', "import 'tap'; throw new Error('no');", /exit status 1/],
  ['does not parse', 'import {', /exit status 1/],
  ['leaves in the middle', `${GOOD} t.test('later', () => process.exit(0));`, /exit status 1/],
  ['leaves before tap is there', 'process.exit(0);', /asserts nothing/],
  ['asserts nothing', "import 'tap';", /asserts nothing/],
  ['cuts its own report short', "console.log('TAP version 14\\n1..2\\nok 1 - one');", /to its end/],
  ['is killed', `${GOOD} t.test('later', () => process.kill(process.pid, 'SIGKILL'));`, /SIGKILL/],
  [
    'crashes after its last line',
    `${GOOD} process.once('exit', () => (process.exitCode = 3));`,
    /exit status 3/,
  ],
  ['rejects beside its tests', `${GOOD} setTimeout(() => Promise.reject(new Error('no')), 50);`, /./],
];
for (const [name, source, why] of RED) {
  t.test(`a file that ${name} is red`, async (t) => {
    const { failures, wrong } = await run(t, source);
    t.match([...failures, ...wrong].join('\n'), why);
  });
}

t.test('a file that waits for ever tells what it waited for, and ends', async (t) => {
  const { failures, wrong } = await run(
    t,
    "import t from 'tap'; t.test('a bus', () => new Promise(() => setInterval(() => 0, 99)));",
    1,
  );
  t.match(failures.join('\n'), /a bus > timeout!/);
  t.not(wrong.length, 0);
});

t.test('a file that hears nothing any more is stopped', async (t) => {
  const { wrong } = await run(t, "import t from 'tap'; t.ok(true); for (;;);", 1);
  t.match(wrong, [/took too long/, /SIG/]);
});

t.test('the run names what was wrong and ends with its counts alone on the last line', async (t) => {
  const folder = t.testdir({
    dist: { 'package.json': '{"type":"module"}', 'good.test.js': GOOD, 'bad.test.js': 'throw 1' },
  });
  const main = join(repositoryRoot(), 'dist', 'tests', 'run.js');
  const { status, stdout } = spawnSync(process.execPath, [main], { cwd: folder, encoding: 'utf8' });
  t.equal(status, 1);
  t.match(stdout, /^ok {3}dist\/good\.test\.js 3 in/m);
  t.match(stdout, /^FAIL dist\/bad\.test\.js 0 in/m);
  t.match(stdout, /\n3 passed, \d failed\n$/);
});
