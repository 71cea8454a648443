import fc from 'fast-check';
import t from 'tap';
import { SendWindow } from './send-window.js';

t.test('room is a whole number, and what is on the way never grows beyond it', async (t) => {
  const step = fc.record({
    wait: fc.integer({ min: 1, max: 5_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const window = new SendWindow();
      let [now, sent, held] = [0, 0, 0];
      for (const { wait, share } of steps) {
        const { room } = window;
        if (!Number.isInteger(room) || room < 0) return false;
        window.sent(room, now);
        sent += room;
        now += wait;
        held += Math.floor((sent - held) * share);
        window.held(held, now);
      }
      return window.onTheWay === sent - held;
    }),
  );
  t.pass();
});

t.test('a slow line gets little more than it holds, a quick one is filled', async (t) => {
  t.ok(settled(8, 600) < 12_000, 'EDGE holds 4.8 kB in 600 ms: not a second more than that');
  t.ok(settled(48, 300) > 14_400, 'a poor 3G line holds 14.4 kB in 300 ms');
});

t.test('acknowledgements that a lost packet holds up do not starve the line', async (t) => {
  const whole = carried(16, 600, 0);
  t.ok(carried(16, 600, 20) > 0.65 * whole, 'one in twenty comes a round trip late');
});

t.test('the connection after a break begins with what the line held before', async (t) => {
  const before = new SendWindow();
  for (let now = 0, bytes = 0; now < 10_000; now += 600) {
    before.sent(4_000, now);
    before.held((bytes += 4_000), now + 600);
  }
  const after = new SendWindow(before);
  t.equal(after.onTheWay, 0);
  t.ok(after.room < new SendWindow().room, `${after.room} bytes, not as many as on a line nobody knows`);
});

t.test('what comes all at once after a delay is not taken for speed', async (t) => {
  const window = new SendWindow();
  window.sent(16_000, 0);
  window.held(2_000, 900);
  window.held(15_000, 920);
  t.ok(window.onTheWay + window.room < 20_000, `${window.onTheWay + window.room} bytes on the way at most`);
});

/** Bytes acknowledged in a minute where each `lateEach`th acknowledgement, and all behind it, are a trip late. */
function carried(rate: number, trip: number, lateEach: number): number {
  const window = new SendWindow();
  const flights: { at: number; until: number }[] = [];
  let [sent, free, held, late] = [0, 0, 0, 0];
  for (let now = 0, nth = 0; now < 60_000; now += 50) {
    for (let next = flights[0]; next && next.at <= now; next = flights[0]) {
      window.held((held = next.until), now);
      flights.shift();
    }
    const bytes = Math.min(window.room, 1_300);
    if (bytes < 512) continue;
    window.sent(bytes, now);
    sent += bytes;
    free = Math.max(free, now) + bytes / rate;
    nth += 1;
    if (lateEach > 0 && nth % lateEach === 0) late = free + 2 * trip;
    flights.push({ at: Math.max(free + trip, late), until: sent });
  }
  return held;
}

/** Room after a minute on a line of so many bytes a millisecond and so long a round trip. */
function settled(rate: number, trip: number): number {
  const window = new SendWindow();
  const flights: { at: number; until: number }[] = [];
  let [sent, free] = [0, 0];
  for (let now = 0; now < 60_000; now += 50) {
    for (let next = flights[0]; next && next.at <= now; next = flights[0]) {
      window.held(next.until, now);
      flights.shift();
    }
    const bytes = Math.min(window.room, 2_048);
    if (bytes === 0) continue;
    window.sent(bytes, now);
    sent += bytes;
    free = Math.max(free, now) + bytes / rate;
    flights.push({ at: free + trip, until: sent });
  }
  return window.onTheWay + window.room;
}
