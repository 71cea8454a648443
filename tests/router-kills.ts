import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Test } from 'tap';
import { makeRouter } from '../central/router/start-router.js';
import { HISTORY_ROUTE } from '../records/history/history-grounds.js';
import { inboxDatabase, partId, patientId, patientPartId, visitId, type BoxId } from '../records/ids.js';
import { addDays } from '../records/day.js';
import { repositoryRoot } from '../templates/folder.js';
import { removeDatabases } from './remove-databases.js';
import { openRouterCentre, summaryOf, type RouterCentre } from './router-centre.js';

/**
 * Kills a router so many times at random, while two facilities go on writing, and compares what stands in the end with
 * what a router that nobody kills makes of the same records.
 */
export async function killRouter(t: Test, kills: number): Promise<void> {
  const centre = await openRouterCentre(t);
  const [a = '', b = ''] = centre.boxes;
  for (const box of centre.boxes) await centre.list(box);
  const landed: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    await centre.write(a, turn(a, b, kill));
    await centre.write(b, turn(b, a, kill));
    // The second facility comes to another block when half of its summaries were copied.
    if (kill === Math.floor(kills / 2)) await centre.list(b, { block: '1199' });
    const child = spawn(
      process.execPath,
      [join(repositoryRoot(), 'dist/tests/router-child.js'), centre.url],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const gone = once(child, 'exit');
    await once(child.stdout, 'data');
    const before = await countDocuments(centre);
    const wanted = before + Math.floor(Math.random() * 30);
    // Somewhere in its work; or after all of it, while it waits.
    for (let look = 0; look < 60 && (await countDocuments(centre)) < wanted; look += 1) await pause(20);
    await pause(Math.random() * 30);
    child.kill('SIGKILL');
    await gone;
    landed.push(await countDocuments(centre));
  }
  await makeRouter({ ...calm, couchUrl: centre.url }).round();
  const survived = await stateOf(centre);
  t.ok(new Set(landed).size > kills / 4, `it was killed at work: ${landed.join(' ')}`);

  await forget(centre);
  await makeRouter({ ...calm, couchUrl: centre.url }).round();
  const unkilled = await stateOf(centre);
  t.ok(Object.keys(unkilled['patients'] ?? {}).length > kills);
  const told = Object.keys(unkilled[inboxDatabase(centre.boxes[0] ?? '')] ?? {});
  t.ok(told.some((id) => id.startsWith('history-word:')));
  t.same(survived, unkilled);
}

const calm = { share: { worker: 1, of: 1 }, now: Date.now, log: () => undefined };

/** What a facility writes between two kills: every kind that a router carries. */
function turn(box: BoxId, other: BoxId, kill: number): object[] {
  const day = addDays('20250101', kill);
  const people = [0, 1, 2, 3].map((each) => patientId(box, kill * 4 + each + 1));
  return [
    summaryOf(box, day, 1, { opd: kill + 1 }),
    ...people.flatMap((patient, each) => {
      const visit = visitId(box, day, each + 1);
      return [
        { _id: patient, type: 'patient', name: 'सुनीता देवी', sex: 'female', birthDate: '1988' },
        { _id: visit, type: 'visit', patient, kind: 'new', station: 'doctor' },
        {
          _id: partId(visit, 'referral', 1),
          type: 'referral',
          v: 2,
          patient,
          to: other,
          facility: 'x',
          reason: 'y',
        },
        {
          ...{ _id: patientPartId(patient, box, 900_000 + kill), type: 'patient-amendment' },
          set: { village: `V${kill}` },
        },
      ];
    }),
    {
      _id: `access:${box}:${kill + 1}`,
      type: 'access',
      action: 'view',
      route: '/x',
      patients: [patientId(other, 1)],
    },
    {
      ...{ _id: `access:${box}:${800_000 + kill}`, type: 'access', action: 'view', route: HISTORY_ROUTE },
      ...{ reason: 'z', patients: [patientId(other, 1 + (kill % 3))] },
    },
    {
      ...{ _id: patientPartId(patientId(box, 1 + (kill % 2)), box, 700_000 + kill), type: 'consent' },
      ...{ purpose: 'history', given: false, mode: 'spoken' },
    },
    {
      _id: patientPartId(patientId(box, 1 + (kill % 3)), box, 600_000 + kill),
      type: 'restriction',
      category: 'hiv',
    },
    summaryOf(box, day, 2, { opd: kill + 2 }),
    summaryOf(box, addDays(day, 400), 1, { opd: 1, seen: 2 }),
  ];
}

function databases({ boxes }: RouterCentre): string[] {
  return ['summaries', 'patients', 'boxes', ...boxes.map((box) => inboxDatabase(box))];
}

async function stateOf(centre: RouterCentre): Promise<Record<string, Record<string, object>>> {
  const state: Record<string, Record<string, object>> = {};
  for (const name of databases(centre)) state[name] = await centre.read(name);
  return state;
}

async function countDocuments(centre: RouterCentre): Promise<number> {
  const counts = databases(centre).map(async (name) => {
    const { doc_count: count = 0 } = (await centre.couch.ask('GET', `/${name}`)).body as {
      doc_count?: number;
    };
    return count;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** Takes away all that was copied. The marks on the facilities' side stay: they no longer agree with the other side. */
async function forget(centre: RouterCentre): Promise<void> {
  const { couch } = centre;
  for (const name of databases(centre)) {
    const { body: security } = await couch.ask('GET', `/${name}/_security`);
    const designs = (
      await couch.ask('GET', `/${name}/_all_docs?startkey="_design/"&endkey="_design0"&include_docs=true`)
    ).body as { rows: { doc: { _rev?: string } }[] };
    await removeDatabases(couch, [name]);
    await couch.ask('PUT', `/${name}`);
    const docs = designs.rows.map(({ doc: { _rev, ...design } }) => design);
    await couch.ask('POST', `/${name}/_bulk_docs`, { docs });
    await couch.ask('PUT', `/${name}/_security`, security);
  }
  for (const box of centre.boxes) await couch.ask('PUT', `/boxes/box:${box}`, { type: 'box', box });
}
