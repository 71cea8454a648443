import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import nano from 'nano';
import t from 'tap';
import type { DemoAnswer } from '../cli/demo-lines.js';
import { facilityDatabase } from '../records/ids.js';
import { repositoryRoot } from '../templates/folder.js';
import { HttpUser } from './http-user.js';

t.setTimeout(600_000);

// Some three months are made here; tests/demo.test.ts has a few days.
const folder = await mkdtemp(join(tmpdir(), 'nadi-demo-'));
t.teardown(() => rm(folder, { recursive: true, force: true }));

function startDemo(): ChildProcess {
  const flags = ['--data', folder, '--host', '127.0.0.1', '--port', '0', '--centre-port', '0', '--json'];
  const main = join(repositoryRoot(), 'dist', 'cli', 'main.js');
  return spawn(process.execPath, [main, 'demo', '--language', 'en', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits until nothing more of a box comes to the centre. */
async function wholeLedgerAt({ url, user, password }: DemoAnswer['centre'], box: string): Promise<void> {
  const couch = nano(url.replace('://', `://${user}:${password}@`));
  for (let before = -1, count = 0; count === 0 || count > before; await pause(15_000)) {
    before = count;
    count = (await couch.db.get(facilityDatabase(box))).doc_count;
  }
}

/** The most that a process ever held in memory. */
async function readPeakMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024);
}

t.test('Ctrl-C during the first start ends it between two days, and nothing stays', async (t) => {
  const demo = startDemo();
  let said = '';
  demo.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  while (!existsSync(join(folder, 'box-br0977', 'nadi.json'))) await pause(50);
  await pause(2_000);
  demo.kill('SIGINT');
  t.same(await once(demo, 'exit'), [0, null]);
  t.match(said, 'The next start makes the demo.');
  t.notOk(existsSync(join(folder, 'made')));
});

t.test('the whole demo takes less memory than one box may, and stops at Ctrl-C', async (t) => {
  const demo = startDemo();
  const [line] = (await once(createInterface(demo.stdout!), 'line')) as [string];
  const { boxes, web, centre } = JSON.parse(line) as DemoAnswer;
  for (const { box } of boxes) await wholeLedgerAt(centre, box);
  const peakMb = await readPeakMb(demo.pid ?? 0);
  t.ok(peakMb < 1_024, `${peakMb} MB, the centre with all of both ledgers`);
  t.same(
    boxes.map(({ box }) => box),
    ['BR1042', 'BR0977'],
  );
  const addresses = [...boxes.map((box) => box.addresses[0] ?? ''), web.url];
  for (const address of addresses) {
    const user = new HttpUser(address);
    t.equal((await user.get('/login')).status, 200, address);
    user.close();
  }
  demo.kill('SIGINT');
  t.same(await once(demo, 'exit'), [0, null]);
  for (const address of addresses) {
    const user = new HttpUser(address);
    await t.rejects(user.get('/login'), { code: 'ECONNREFUSED' });
    user.close();
  }
});
