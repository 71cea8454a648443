import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';

const run = promisify(execFile);
const canTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;

/** Runs the slip writer under strace and gives the order of its fsyncs and its words. */
async function traceSlips(count: number, together: number): Promise<('fsync' | 'saved')[]> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-fsync-'));
  const log = join(folder, 'trace');
  try {
    await run('strace', [
      ...['-f', '-s', '64', '-e', 'trace=fsync,fdatasync,write', '-o', log],
      ...[
        process.execPath,
        'dist/tests/slip-writer.js',
        join(folder, 'box'),
        String(count),
        String(together),
      ],
    ]);
    const lines = (await readFile(log, 'utf8')).split('\n');
    return lines.flatMap((line) => {
      // A call that another thread interrupts ends in a line of its own.
      if (/(fsync|fdatasync)(\(\d+\)| resumed>\)?).*= 0$/.test(line)) return ['fsync' as const];
      return /write\(1, "saved /.test(line) ? ['saved' as const] : [];
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

t.test(
  'each acknowledged slip has an fsync of its own before it',
  { skip: !canTrace && 'no strace' },
  async (t) => {
    const events = await traceSlips(40, 1);
    t.equal(events.filter((event) => event === 'saved').length, 40);
    let synced = 0;
    let unsynced = 0;
    for (const event of events) {
      if (event === 'fsync') synced += 1;
      else {
        if (synced === 0) unsynced += 1;
        synced = 0;
      }
    }
    t.equal(unsynced, 0, 'no slip was called saved without an fsync since the one before');
  },
);

t.test('slips that come together share their fsyncs', { skip: !canTrace && 'no strace' }, async (t) => {
  const events = await traceSlips(10, 20);
  const first = events.indexOf('saved');
  t.ok(events.slice(0, first).includes('fsync'), 'the first word comes after an fsync');
  t.equal(events.filter((event) => event === 'saved').length, 200);
  const syncs = events.slice(first).filter((event) => event === 'fsync').length;
  t.ok(syncs >= 9, 'each round was synced');
  t.ok(syncs < 100, 'and a round of twenty did not cost twenty');
});
