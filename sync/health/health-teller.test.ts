import t, { type Test } from 'tap';
import * as td from 'testdouble';
import type { OwnHealth } from './box-health.js';
import { HealthTeller } from './health-teller.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WELL: OwnHealth = { version: '1.0.0', diskFreeMb: 90, diskTotalMb: 100, onBattery: false };

interface Told {
  teller: HealthTeller;
  /** one exchange so many milliseconds after the one before; whether the box told how it is */
  exchange: (after: number, own?: OwnHealth, oldest?: string) => Promise<boolean>;
}

async function wanted(t: Test): Promise<Told> {
  let now = Date.parse('2026-11-28T04:30:00.000Z');
  let own: OwnHealth | null = WELL;
  const teller = new HealthTeller({
    gather: () => Promise.resolve(own),
    now: () => now,
    onTrouble: (error) => t.fail(String(error)),
  });
  await teller.look(() => 0, {});
  teller.introduce({ v: 1, cursors: {} });
  t.ok(teller.hear({ tag: 'a', health: true }), 'it is asked, and should tell at once');
  return {
    teller,
    exchange: async (after, next = WELL, oldest) => {
      now += after;
      own = next;
      await teller.look(() => 2, oldest === undefined ? {} : { oldestWaiting: oldest });
      const hello = teller.introduce({ v: 1, tag: 'a' });
      t.equal(hello.waiting, 2);
      teller.hear({ tag: 'a' });
      return hello.health !== undefined;
    },
  };
}

t.test('a gateway that does not ask is told nothing', async (t) => {
  const teller = new HealthTeller({
    gather: () => Promise.resolve(WELL),
    now: () => 0,
    onTrouble: (error) => t.fail(String(error)),
  });
  await teller.look(() => 3, {});
  const hello = { v: 1 as const, cursors: {} };
  t.same(teller.introduce(hello), hello);
  t.notOk(teller.hear({ tag: 'a' }));
  t.same(teller.introduce(hello), hello, 'an older one');
  teller.hear({ tag: 'a', health: true });
  t.match(
    teller.introduce({ v: 1, tag: 'a' }),
    { waiting: 3, health: { v: '1.0.0' } },
    'it was replaced by a newer one',
  );
  teller.hear({ tag: 'a', known: false });
  t.same(
    teller.introduce({ v: 1, tag: 'a' }),
    { v: 1, tag: 'a' },
    'it may have been set back to the older one',
  );
});

t.test('it tells once an hour, and what happens at once, though not each minute', async (t) => {
  const { exchange } = await wanted(t);
  t.equal(await exchange(0), true);
  t.equal(await exchange(10 * MINUTE), false);
  const onBattery = { ...WELL, onBattery: true };
  t.equal(await exchange(MINUTE, onBattery), true, 'the mains went');
  t.equal(await exchange(MINUTE, WELL), false, 'they came');
  t.equal(await exchange(4 * MINUTE, WELL), true);
  t.equal(await exchange(10 * MINUTE, { ...WELL, diskFreeMb: 9 }), true, 'the disk fills');
  t.equal(await exchange(10 * MINUTE, { ...WELL, diskFreeMb: 8 }), false);
  t.equal(await exchange(10 * MINUTE, { ...WELL, storeTrouble: 'store-failed' }), true);
  t.equal(await exchange(10 * MINUTE, { ...WELL, backupTrouble: 'backup-no-place' }), true);
  t.equal(await exchange(10 * MINUTE, WELL, '2026-11-28T04:30:00.000Z'), true, 'a record waits for long');
  t.equal(await exchange(HOUR - MINUTE, WELL, '2026-11-28T04:30:00.000Z'), false);
  t.equal(await exchange(MINUTE, WELL, '2026-11-28T04:30:00.000Z'), true);
  t.equal(await exchange(-5 * HOUR, WELL, '2026-11-28T04:30:00.000Z'), true, 'the clock was set back');
});

t.test('what a cut took with it is told again', async (t) => {
  const { teller, exchange } = await wanted(t);
  t.ok(teller.introduce({ v: 1, tag: 'a' }).health);
  t.equal(await exchange(0), true);
});

t.test('a box that cannot say how it is exchanges all the same', async (t) => {
  const gather = td.func<() => Promise<OwnHealth | null>>();
  const onTrouble = td.func<(error: unknown) => void>();
  const gone = new Error('no such folder');
  td.when(gather()).thenReject(gone);
  const teller = new HealthTeller({ gather, now: () => 0, onTrouble });
  await teller.look(() => 1, {});
  t.doesNotThrow(() => {
    td.verify(onTrouble(gone), { times: 1 });
  }, 'it is told once');
  teller.introduce({ v: 1, cursors: {} });
  t.notOk(teller.hear({ tag: 'a', health: true }));
  t.same(teller.introduce({ v: 1, tag: 'a' }), { v: 1, tag: 'a', waiting: 1 });
});
