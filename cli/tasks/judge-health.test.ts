import t from 'tap';
import { fakeStatus } from '../../node-server/admin/fake-admin-facility.js';
import { judgeHealth } from './judge-health.js';

const good = fakeStatus();
const oldest = (iso: string, kind: 'offline' | 'not-set') => ({
  kind,
  waiting: 9,
  oldestWaiting: iso,
  received: 0,
});

void t.test('a box that works is well, also while the line is out', async (t) => {
  t.same(judgeHealth(good), { level: 'good', reasons: [] });
  t.same(judgeHealth({ ...good, sync: oldest('2026-11-21T03:00:00.000Z', 'offline') }).level, 'good');
  t.same(judgeHealth({ ...good, sync: oldest('2026-01-01T03:00:00.000Z', 'not-set') }).level, 'good');
});

void t.test(
  'somebody should look at a wrong clock, a refusing centre, a day without sync or a filling disk',
  async (t) => {
    const level = (change: object): unknown => judgeHealth({ ...good, ...change });
    t.same(level({ sync: oldest('2026-11-20T04:00:00.000Z', 'offline') }), {
      level: 'watch',
      reasons: ['sync-old'],
    });
    t.same(level({ sync: { kind: 'refused', waiting: 0, received: 0 } }), {
      level: 'watch',
      reasons: ['sync-refused'],
    });
    t.same(level({ clock: { ...good.clock, uncertain: true } }), {
      level: 'watch',
      reasons: ['clock-uncertain'],
    });
    t.same(level({ disk: { ...good.disk, freeBytes: 1.9e9 } }), { level: 'watch', reasons: ['disk-low'] });
  },
);

void t.test('a store that fails or a full disk is bad whatever else is', async (t) => {
  const both = judgeHealth({
    ...good,
    store: { ok: false },
    clock: { ...good.clock, uncertain: true },
    disk: { ...good.disk, freeBytes: 1e6 },
  });
  t.same(both, { level: 'bad', reasons: ['store-failed', 'disk-full', 'clock-uncertain'] });
});
