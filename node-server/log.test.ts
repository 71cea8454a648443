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
