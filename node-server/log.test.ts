import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { openLog } from './log.js';
import { logsSize, pruneLogs } from './prune-logs.js';
import { readLog } from './read-log.js';

async function folderFor(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-log-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'logs'));
  return folder;
}

const entry = (message: string): string =>
  `${JSON.stringify({ timestamp: '2026-11-21T04:10:00.000Z', level: 'info', message })}\n`;

void t.test('all logs together stay within their bound, the oldest go first', async (t) => {
  const folder = await folderFor(t);
  for (const name of [
    'nadi-2026-11-19.log',
    'nadi-2026-11-20.log',
    'nadi-2026-11-20.log.1',
    'nadi-2026-11-21.log',
  ]) {
    await writeFile(join(folder, 'logs', name), 'x'.repeat(1000));
  }
  await writeFile(join(folder, 'logs', 'mine.txt'), 'x'.repeat(9000));
  t.same(await pruneLogs(folder, 2_500), ['nadi-2026-11-19.log', 'nadi-2026-11-20.log']);
  t.equal(await logsSize(folder), 2_000);
  t.same(await pruneLogs(folder, 10), ['nadi-2026-11-20.log.1'], 'the one that is written to stays');
  t.same((await readdir(join(folder, 'logs'))).sort(), ['mine.txt', 'nadi-2026-11-21.log']);
});

void t.test('logs of 180 days and of today are kept, whatever the clock says; older ones go', async (t) => {
  const folder = await folderFor(t);
  const first = Date.parse('2026-01-01T00:00:00Z');
  const nameOf = (day: number): string =>
    `nadi-${new Date(first + day * 86_400_000).toISOString().slice(0, 10)}.log`;
  // Off on Sundays: what counts is a day that has a log.
  const names = Array.from({ length: 220 }, (_, day) => day)
    .filter((day) => day % 7 !== 0)
    .map(nameOf);
  for (const name of [...names, 'nadi-1970-01-01.log']) await writeFile(join(folder, 'logs', name), 'x');
  const removed = await pruneLogs(folder);
  t.same(removed, names.slice(0, -181));
  t.ok(removed.length > 0);
  const left = await readdir(join(folder, 'logs'));
  t.equal(left.length, 182);
  t.ok(left.includes('nadi-1970-01-01.log'), 'of an hour without a clock');
  // The clock jumps to 2035 and back.
  await writeFile(join(folder, 'logs', 'nadi-2035-05-05.log'), 'x');
  t.equal((await pruneLogs(folder)).length, 1, 'one day more is one day less, not all of them');
});

void t.test('a log has levels, request numbers and goes on in a second file when one is full', async (t) => {
  const folder = await folderFor(t);
  const log = openLog(folder);
  const long = 'x'.repeat(4_000);
  for (let line = 0; line < 1_500; line += 1) log.write({ level: 'info', message: long, id: `K7M2${line}` });
  log.write({ level: 'error', message: 'last', id: 'ZZZZZZ' });
  await log.close();
  const again = openLog(folder);
  again.write({ level: 'warn', message: 'after a restart' });
  await again.close();
  const names = (await readdir(join(folder, 'logs'))).sort();
  t.match(names, [/^nadi-[\d-]+\.log$/, /^nadi-[\d-]+\.log\.1$/]);
  t.match((await readLog(folder)).lines.slice(-2), [
    { level: 'error', message: 'last', detail: 'id=ZZZZZZ' },
    { level: 'warn', message: 'after a restart' },
  ]);
});

void t.test('what openLog writes can be read, and a look goes on where the last one ended', async (t) => {
  const folder = await folderFor(t);
  const log = openLog(folder);
  log.write({ level: 'info', message: 'started', id: 'K7M2PQ' });
  await log.close();
  const first = await readLog(folder);
  t.match(first.lines, [{ level: 'info', message: 'started', detail: 'id=K7M2PQ' }]);
  t.same((await readLog(folder, first.next)).lines, []);
  const again = openLog(folder);
  again.write({ level: 'warn', message: 'the line is slow' });
  await again.close();
  t.match((await readLog(folder, first.next)).lines, [{ level: 'warn', message: 'the line is slow' }]);
});

void t.test(
  'a look follows into the next file, passes over half lines and survives a foreign cursor',
  async (t) => {
    const folder = await folderFor(t);
    const [old, next] = ['nadi-2026-11-20.log', 'nadi-2026-11-20.log.1'].map((name) =>
      join(folder, 'logs', name),
    );
    await writeFile(old ?? '', entry('one') + '{"half');
    const first = await readLog(folder);
    t.same(
      first.lines.map(({ message }) => message),
      ['one'],
    );
    await writeFile(old ?? '', entry('one') + entry('two'));
    await writeFile(next ?? '', entry('three'));
    const second = await readLog(folder, first.next);
    t.same(
      second.lines.map(({ message }) => message),
      ['two', 'three'],
    );
    for (const cursor of ['../../etc/passwd:0', 'nonsense', 'nadi-2026-11-20.log:-4']) {
      t.equal((await readLog(folder, cursor)).lines.length, 3, cursor);
    }
  },
);
