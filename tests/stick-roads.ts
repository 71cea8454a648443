import fc from 'fast-check';
import type { Test } from 'tap';
import { facilityDatabase, inboxDatabase } from '../records/ids.js';
import { setOutWithSticks, type StickJourney } from './stick-journey.js';
import { StockPouch } from './stock-pouch.js';

/** One thing that happens while somebody carries sticks between a box and its centre. */
export type StickStep =
  | { kind: 'write'; count: number }
  /** somebody at the centre addresses something to the box, or changes it */
  | { kind: 'news'; id: number; words: string }
  /** the box writes a new stick; which never arrives, where no later step takes it up */
  | { kind: 'fill' }
  /** some stick that was filled before comes to the centre: late, early, or once more */
  | { kind: 'up'; stick: number }
  /** one that was at the centre comes back */
  | { kind: 'down'; stick: number }
  /** from here on there is a line as well; the second time, one exchange more */
  | { kind: 'line' }
  | { kind: 'stock-push' };

const stick = fc.nat({ max: 5 });
const kind = <K extends StickStep['kind']>(name: K): fc.Arbitrary<K> => fc.constant(name);

export const STICK_STEPS: fc.Arbitrary<StickStep[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: kind('write'), count: fc.integer({ min: 1, max: 8 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: kind('news'),
        id: fc.integer({ min: 1, max: 4 }),
        words: fc.string({ unit: 'grapheme', maxLength: 12 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: kind('fill') }) },
    { weight: 4, arbitrary: fc.record({ kind: kind('up'), stick }) },
    { weight: 4, arbitrary: fc.record({ kind: kind('down'), stick }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('line') }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('stock-push') }) },
  ),
  { minLength: 3, maxLength: 12 },
);

/**
 * Takes these steps, then lets a line carry the rest, and holds box and centre against each other: the same documents
 * and revisions, and nothing that stock replication would still send (law 5).
 */
export async function carryInAnyOrder(t: Test, steps: readonly StickStep[]): Promise<void> {
  const journey = await setOutWithSticks(t);
  const filled: string[] = [];
  const answered: string[] = [];
  let hasLine = false;
  const exchange = async (): Promise<void> => {
    if (!hasLine) await journey.layLine();
    hasLine = true;
    const state = await journey.running().syncNow();
    t.match(state, { kind: 'up-to-date', waiting: 0 });
  };
  await journey.slips(1);
  for (const step of steps) {
    if (step.kind === 'write') await journey.slips(step.count);
    else if (step.kind === 'news') await tellNews(journey, step);
    else if (step.kind === 'fill') {
      const path = await journey.stick();
      await journey.write(path);
      filled.push(path);
    } else if (step.kind === 'up') {
      const path = filled[step.stick % filled.length];
      if (path === undefined) continue;
      t.same((await journey.atCentre(path)).failed, []);
      answered.push(path);
    } else if (step.kind === 'down') {
      const path = answered[step.stick % answered.length];
      if (path !== undefined) await journey.take(path);
    } else if (step.kind === 'line') await exchange();
    else await journey.running().facility.databases.records.replicate.to(remote(journey));
  }
  await exchange();

  const { here, there } = await journey.ledgers();
  t.same(there, here, 'the centre has the same documents and revisions');
  const news = await journey.news();
  t.same(news.here, news.there, 'and the box what came down');
  const { docs_written } = await journey
    .running()
    .facility.databases.records.replicate.to(remote(journey), { checkpoint: false });
  t.equal(docs_written, 0, 'stock replication from the start has nothing to write');
}

async function tellNews(
  { nano, box }: StickJourney,
  { id, words }: { id: number; words: string },
): Promise<void> {
  const inbox = nano.use<{ words: string }>(inboxDatabase(box));
  const standing = await inbox.get(`note:${id}`).catch(() => null);
  await inbox.insert({ words, ...(standing ? { _rev: standing._rev } : {}) }, `note:${id}`);
}

function remote({ url, box }: StickJourney): PouchDB.Database {
  const { origin, username, password } = new URL(url);
  const auth = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return new StockPouch(`${origin}/${facilityDatabase(box)}`, { auth, skip_setup: true });
}
