import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import t, { type Test } from 'tap';
import { setUpFacility } from '../../node-server/set-up.js';
import { startFacility } from '../../node-server/start.js';
import { openLocale } from '../../templates/locale.js';
import { readConfig } from '../config.js';
import { temporaryFolder } from '../fake-box.js';
import { runProgram } from '../program.js';
import { QUICK_COST } from '../../tests/quick-cost.js';

/** A box of before: no `lan` in its settings. */
async function olderBox(t: Test): Promise<string> {
  const folder = join(await temporaryFolder(t), 'data');
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'रामपुर', en: 'PHC Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    passwordCost: QUICK_COST,
    staff: [{ id: 'verma', name: { hi: 'वर्मा', en: 'Verma' }, roles: ['incharge'], password: 'long-enough' }],
  });
  return folder;
}

async function nadi(folder: string, ...args: string[]): Promise<{ out: string; err: string; exit: number }> {
  const outcome = { out: '', err: '', exit: 0 };
  const sink = (to: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        outcome[to] += chunk.toString();
        done();
      },
    });
  const context = {
    config: readConfig({ NADI_DATA: folder, NADI_LANGUAGE: 'en' }, false),
    stdin: Readable.from([]),
    stdout: sink('out'),
    stderr: sink('err'),
    locale: openLocale(),
    setExitCode: (status: number) => (outcome.exit = status),
  };
  await runProgram(context, '1.2.3', args);
  return outcome;
}

const settingsOf = async (folder: string): Promise<{ port: number; lan?: object }> =>
  JSON.parse(await readFile(join(folder, 'nadi.json'), 'utf8')) as { port: number; lan?: object };

void t.test('an older box gets HTTPS, pairing and a lock by commands, and loses them again', async (t) => {
  const folder = await olderBox(t);
  const plain = await startFacility({ folder });
  t.match(plain.addresses[0], /^http:/);
  t.match((await nadi(folder, 'devices', 'list')).out, 'Pairing is off');
  const refused = await nadi(folder, 'devices', 'pair', '--name', 'Counter 1');
  t.equal(refused.exit, 5);
  t.match(refused.err, 'nadi lan pairing on');
  await plain.stop();

  const on = await nadi(folder, 'lan', 'tls', 'on', '--name', 'phc.local', '--json');
  t.equal(on.exit, 0, on.err);
  const { words } = JSON.parse(on.out) as { words: string };
  t.equal((await nadi(folder, 'lan', 'pairing', 'on')).exit, 0);
  t.match((await nadi(folder, 'lan', 'lock', '7')).out, 'pages lock after 7 minutes');
  t.match(await settingsOf(folder), {
    port: 0,
    lan: { tls: true, pairing: true, lockMinutes: 7, name: 'phc.local', httpPort: 0 },
  });

  const box = await startFacility({ folder });
  t.teardown(() => box.stop());
  t.match(box.addresses[0], /^https:/);
  const status = await nadi(folder, 'lan', 'status');
  t.match(status.out, words);
  t.match(status.out, 'devices must be paired');
  t.match(status.out, /http:\/\/[\w.]+:\d+\/trust/);
  const code = await nadi(folder, 'devices', 'pair', '--name', 'काउंटर 1');
  t.match(code.out, /Code for “काउंटर 1”: \w{4}-\w{4}/);
  t.match((await nadi(folder, 'devices', 'list')).out, 'No device is paired yet');
  t.equal((await nadi(folder, 'devices', 'revoke', 'nosuch')).exit, 2);

  t.equal((await nadi(folder, 'lan', 'tls', 'off')).exit, 0);
  t.match(await settingsOf(folder), { lan: { tls: false, pairing: true, lockMinutes: 7 } });
  const again = JSON.parse((await nadi(folder, 'lan', 'tls', 'on', '--json')).out) as { words: string };
  t.equal(again.words, words, 'the CA that devices trust is kept');
});

void t.test('wrong words and numbers are named, and change nothing', async (t) => {
  const folder = await olderBox(t);
  for (const args of [
    ['lan', 'tls', 'maybe'],
    ['lan', 'lock', '999'],
    ['lan', 'lock', 'never'],
    ['lan', 'tls', 'on', '--port', '70000'],
    ['lan', 'tls', 'on', '--name', 'not a name'],
  ]) {
    const { exit, err } = await nadi(folder, ...args);
    t.equal(exit, 2, args.join(' '));
    t.ok(err.length > 20);
  }
  t.equal((await settingsOf(folder)).lan, undefined);
  t.equal((await nadi(folder, 'devices', 'list')).exit, 10);
});
