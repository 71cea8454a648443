import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { bareEnvironment } from '../cli/config.js';
import { readStandbyState } from '../cli/tasks/manage-standby.js';
import { verifyFolder } from '../node-server/audit/verify-folder.js';
import { Facility } from '../node-server/facility.js';
import { repositoryRoot } from '../templates/folder.js';
import { nadi, startMain, startSpare, twoFolders, type SavedSlip } from './spare-box.js';
import { until } from './until.js';

const KILLS = 8;
const MAIN = join(repositoryRoot(), 'dist', 'cli', 'main.js');

t.setTimeout(600_000);

t.test('main and spare box are killed again and again, then the promotion is', async (t) => {
  const { main: mainFolder, spare, port } = await twoFolders(t);
  let main = await startMain(t, mainFolder, port);
  const { code } = JSON.parse((await nadi(mainFolder, 'standby', 'code', '--json')).out) as { code: string };
  let follower = await startSpare(t, spare, ['standby', 'follow', main.url, '--code', code]);
  const saved: SavedSlip[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    main.write();
    await until('slips are given', () => main.saved.length > 10 + kill * 7);
    if (kill % 2 === 0) await main.kill();
    else await follower.kill();
    if (kill % 2 === 0) {
      saved.push(...main.saved);
      main = await startMain(t, mainFolder, port);
    } else follower = await startSpare(t, spare);
  }
  await until('everything is there', async () => {
    const state = await readStandbyState(spare);
    return 'kind' in state && state.kind === 'following' && state.records >= (main.saved.at(-1)?.n ?? 0);
  });
  await main.kill();
  saved.push(...main.saved);
  await follower.kill();

  const env = { ...bareEnvironment(), NADI_DATA: spare, NADI_LANGUAGE: 'en' };
  let tries = 0;
  for (let ms = 300; ; ms += 60, tries += 1) {
    const child = spawn(process.execPath, [MAIN, 'standby', 'promote', '--json'], { env, stdio: 'ignore' });
    const ended = once(child, 'exit');
    await Promise.race([ended, pause(ms)]);
    child.kill('SIGKILL');
    const [exit] = (await ended) as [number | null];
    if (exit === 0) break;
    if (exit !== null) t.equal(exit, 8, 'only because the last one was whole just before it was killed');
    if (exit === 8) break;
  }
  t.pass(`killed ${tries} times`);
  const facility = await Facility.open({ folder: spare, box: 'BR1042b', now: Date.now });
  t.ok(facility.isWhole);
  t.equal(facility.forerunners().length, 1, 'one restore record, however often it was begun');
  const { upTo } = facility.forerunners()[0] ?? { upTo: 0 };
  const followed = saved.filter(({ n }) => n <= upTo).map(({ visit }) => visit);
  const { rows } = await facility.databases.records.allDocs({ keys: followed });
  t.equal(rows.filter((row) => 'value' in row).length, followed.length);
  t.ok(followed.length > KILLS * 10, `${followed.length} slips`);
  await facility.stop();
  const job = verifyFolder(spare);
  for (let step = await job.next(); ; step = await job.next()) {
    if (!step.done) continue;
    t.match(step.value, { whole: true, findings: [] });
    return;
  }
});
