import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { Facility } from '../node-server/facility.js';
import { setUpFacility } from '../node-server/set-up.js';
import { readTail } from '../node-server/store/read-records.js';
import { parseVisitId } from '../records/ids.js';
import { HttpUser } from './http-user.js';
import { registerPatient } from './register-patient.js';
import { startServerProcess } from './server-process.js';
import { QUICK_COST } from './quick-cost.js';

const CUTS = 20;
const COUNTERS = 10;
const LOGIN = { id: 'asha', password: 'power-cut-1' };

t.test('twenty power cuts in the middle of ten counters lose no slip that was shown', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-power-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'रामपुर', en: 'Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    passwordCost: QUICK_COST,
    staff: [{ ...LOGIN, name: { hi: 'आशा', en: 'Asha' }, roles: ['clerk', 'incharge'] }],
  });
  const clerk = new HttpUser('');
  const shown = new Set<string>();
  let twice = 0;
  for (let cut = 0; cut < CUTS; cut += 1) {
    const server = await startServerProcess(folder);
    clerk.origin = server.origin;
    if (cut === 0) await clerk.logIn(LOGIN.id, LOGIN.password);
    let works = true;
    const counters = Array.from({ length: COUNTERS }, async () => {
      const user = clerk.sameSession();
      while (works) {
        // Null also where the cut came before the answer: that slip nobody was shown.
        const visit = await registerPatient(user).catch(() => null);
        if (visit === null) break;
        if (shown.has(visit)) twice += 1;
        shown.add(visit);
      }
      user.close();
    });
    // In the middle of the work: after some slips of this round, a different number each time.
    const enough = shown.size + COUNTERS + ((cut * 7) % 25);
    while (shown.size < enough && works) await pause(3);
    await server.kill();
    works = false;
    await Promise.all(counters);
    const { visits, gaps } = await readLedger(folder);
    const lost = [...shown].filter((visit) => !visits.has(visit));
    t.same(lost, [], `cut ${cut + 1}: all ${shown.size} slips that were shown are there`);
    t.same(gaps, [], 'n has no gap');
  }
  clerk.close();
  t.equal(twice, 0, 'no token was given twice');
  t.ok(shown.size >= CUTS * COUNTERS, `the counters were at work: ${shown.size} slips`);
});

async function readLedger(folder: string): Promise<{ visits: Set<string>; gaps: number[] }> {
  const facility = await Facility.open({
    folder,
    box: 'BR1042',
    now: Date.now,
  });
  const visits = new Set<string>();
  const gaps: number[] = [];
  let last = 0;
  await readTail(facility.databases.records, 0, ({ _id, n }) => {
    if (n !== last + 1) gaps.push(n);
    last = n;
    if (parseVisitId(_id)) visits.add(_id);
  });
  await facility.stop();
  return { visits, gaps };
}
