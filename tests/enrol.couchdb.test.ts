import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Nano from 'nano';
import t from 'tap';
import { findUser, putUser, removeUser } from '../central/ensure/ensure-user.js';
import { startGateway } from '../central/gateway/start-gateway.js';
import { bareEnvironment } from '../cli/config.js';
import { readSyncReport, syncNow } from '../cli/tasks/control-sync.js';
import { startFacility } from '../node-server/start.js';
import { dayOf, isoDate } from '../records/day.js';
import { facilityDatabase } from '../records/ids.js';
import { describeSync } from '../sync/sync-state.js';
import { repositoryRoot } from '../templates/folder.js';
import { openLocale } from '../templates/locale.js';
import { forgetBox } from './forget-box.js';
import { openCentre } from './open-centre.js';
import { settle } from './settle.js';

const MAIN = join(repositoryRoot(), 'dist', 'cli', 'main.js');

interface Said {
  out: string;
  err: string;
  exit: number;
}

async function nadi(...args: string[]): Promise<Said> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...bareEnvironment(), NADI_LANGUAGE: 'hi' },
  });
  const said: Said = { out: '', err: '', exit: -1 };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const [exit] = (await once(child, 'close')) as [number];
  return { ...said, exit };
}

/** Of a box that is set up without a question. */
function setUpFlags(box: string): string[] {
  const names = ['--name-hi', 'रामपुर', '--name-en', 'PHC Rampur', '--admin-name', 'verma'];
  const open = ['--host', '127.0.0.1', '--port', '0', '--no-tls', '--no-pairing'];
  return ['setup', '--yes', '--json', '--box', box, ...names, ...open];
}

t.test(
  'from an empty CouchDB to a box that sends, and that is turned away and let in again, by commands alone',
  async (t) => {
    const address = await openCentre(t);
    const root = await mkdtemp(join(tmpdir(), 'nadi-enrol-'));
    t.teardown(() => rm(root, { recursive: true, force: true }));
    const box = `ZZ${randomInt(100_000, 999_999)}`;
    const url = new URL(address);
    const password = join(root, 'admin-password');
    await writeFile(password, decodeURIComponent(url.password), { mode: 0o600 });
    const centre = ['--url', url.origin, '--user', url.username, '--password-file', password, '--json'];
    const nano = Nano(address);
    t.teardown(async () => {
      await forgetBox(nano, box);
      const gateway = await findUser(nano, `nadi-test-${box}`);
      if (gateway) await removeUser(nano, gateway);
    });

    const init = await nadi('central', 'init', ...centre);
    t.equal(init.exit, 0, init.err);
    // A CouchDB that others use keeps the users that it has.
    const account = { name: `nadi-test-${box}`, password: box };
    await putUser(nano, { ...account, roles: ['centre'] });
    const startAt = (port: number): ReturnType<typeof startGateway> =>
      startGateway({
        port,
        host: '127.0.0.1',
        couchUrl: url.origin,
        spoolFolder: join(root, 'spool'),
        account: { user: account.name, password: account.password },
      });
    let gateway = await startAt(0);
    t.teardown(() => gateway.stop());
    const enrol = async (...more: string[]): Promise<{ whole: string; words: string }> => {
      const said = await nadi(
        'central',
        'enrol',
        box,
        ...centre,
        '--gateway',
        gateway.url,
        '--unlisted',
        ...more,
      );
      t.equal(said.exit, 0, said.err);
      return JSON.parse(said.out) as { whole: string; words: string };
    };

    const code = await enrol();
    const elsewhere = await nadi(
      ...setUpFlags('ZZ99'),
      '--data',
      join(root, 'other'),
      '--centre-code',
      code.whole,
    );
    t.equal(elsewhere.exit, 2);
    t.match(elsewhere.err, `"codeOfOtherBox"`);
    const folder = join(root, 'box');
    const made = await nadi(...setUpFlags(box), '--data', folder, '--centre-code', code.whole);
    t.equal(made.exit, 0, made.err);
    const stolen = await nadi(...setUpFlags(box), '--data', join(root, 'thief'), '--centre-code', code.whole);
    t.equal(stolen.exit, 24);
    t.match(stolen.err, '"code-used"');

    let facility = await startFacility({ folder, host: '127.0.0.1', port: 0 });
    t.teardown(() => facility.stop());
    t.match(await syncNow(folder), { done: true, sync: { kind: 'up-to-date', waiting: 0 } });
    const held = await nano.db.get(facilityDatabase(box));
    t.ok(held.doc_count > 2, 'what set-up wrote is at the centre');

    const revoked = await nadi('central', 'revoke', box, ...centre, '--reason', 'मशीन चोरी हुई');
    t.equal(revoked.exit, 0, revoked.err);
    await settle();
    // So many tries that CouchDB locks the account, and that a box tries past its gateway.
    for (let tries = 1; tries <= 7; tries += 1) {
      await t.rejects(
        syncNow(folder),
        { code: 'box-revoked', message: /मशीन चोरी हुई/ },
        `it is told why at try ${tries}`,
      );
    }
    const words = openLocale().in('hi');
    const day = isoDate(dayOf(Date.now()));
    const said = words('sync.revoked-why', { day, reason: 'मशीन चोरी हुई' });
    t.match(describeSync(await readSyncReport(folder), 'hi', words), said);
    const { port } = new URL(gateway.url);
    await gateway.stop();
    await facility.stop();
    facility = await startFacility({ folder, host: '127.0.0.1', port: 0 });
    await t.rejects(syncNow(folder), { code: 'box-revoked' }, 'a line that is down is no other news');
    t.match(describeSync(await readSyncReport(folder), 'hi', words), said, 'nor is a restart');
    gateway = await startAt(Number(port));

    const again = await enrol();
    const joined = await nadi(
      'sync',
      'centre',
      '--data',
      folder,
      '--code',
      again.words,
      '--gateway',
      gateway.url,
    );
    t.equal(joined.exit, 0, joined.err);
    await facility.stop();
    facility = await startFacility({ folder, host: '127.0.0.1', port: 0 });
    t.match(await syncNow(folder), { done: true, sync: { kind: 'up-to-date', waiting: 0 } });
  },
);
