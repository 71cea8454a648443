import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { MORNING, newFolder, openBox, outcome, setUpBox, told } from '../node-server/audit/sealed-box.js';
import { verifyFolder } from '../node-server/audit/verify-folder.js';

const KILLS = 12;
const WRITER = fileURLToPath(new URL('seal-writer.js', import.meta.url));

t.setTimeout(180_000);

t.test('a box killed between records and their seal keeps a valid chain and seals on', async (t) => {
  const folder = join(await newFolder(t), 'box');
  const clock = { at: MORNING };
  await setUpBox(folder, clock);
  let seals = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const writer = fork(WRITER, [folder], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    let sealed = 0;
    // Somewhere in a slip, or in the seal behind it.
    const enough = 3 + kill;
    await new Promise<void>((resolve) => {
      let said = 0;
      writer.on('message', (n: number) => {
        sealed = n;
        if ((said += 1) === enough) resolve();
      });
    });
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    const copy = join(await newFolder(t), 'copy');
    await cp(folder, copy, { recursive: true });
    const report = await outcome(verifyFolder(copy));
    t.same(told(report), [], `kill ${kill + 1}: ${report.records} records, ${report.seals} seals`);
    t.ok((report.lastSeal?.upTo ?? 0) >= sealed, 'each seal that was told stands');
    seals = report.seals;
  }
  t.ok(seals >= KILLS, 'it sealed all the while');
  const box = await openBox(folder, { at: Date.now() });
  await box.seals.sealNow();
  await box.close();
  t.match(await outcome(verifyFolder(folder)), { whole: true, unsealed: 0 });
});
