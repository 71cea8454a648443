import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { LineProfile, LineStats } from './line-profiles.js';
import { seededRandom } from './people.js';

/** What one packet carries. */
const SEGMENT = 1_348;
/** A lost packet is missed and sent again after a round trip and about this many milliseconds. */
const NOTICE_MS = 200;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface SlowLine {
  /** on 127.0.0.1, where the box connects */
  port: number;
  stats: () => LineStats;
  /** nothing passes for so long; connections live on */
  downFor: (ms: number) => void;
  /** connections that are open now swallow what they are given, without a word */
  nat: () => void;
  close: () => Promise<void>;
}

/**
 * A slow line as a TCP proxy on the loopback, where there is no packet-level emulator. Rate, delay and queue are those
 * of the profile, and all connections share them; a lost packet is a stall of its connection; an outage holds what is
 * under way, as TCP does. Not modelled: headers, acknowledgements, slow start.
 * @param target the centre's port on 127.0.0.1
 */
export async function startSlowLine(target: number, profile: LineProfile, seed = 1): Promise<SlowLine> {
  const random = seededRandom(seed);
  const stats: LineStats = { up: 0, down: 0, connections: 0 };
  const line = new LinkState();
  const lanes = {
    up: { bitsPerMs: profile.up, busyUntil: 0 },
    down: { bitsPerMs: profile.down, busyUntil: 0 },
  };
  const open = new Set<{ box: Socket; centre: Socket; dead: boolean }>();

  const server = createServer((box) => {
    stats.connections += 1;
    const centre = connect(target, '127.0.0.1');
    const pair = { box, centre, dead: false };
    open.add(pair);
    for (const socket of [box, centre]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        if (box.destroyed && centre.destroyed) open.delete(pair);
      });
    }
    // The loopback has connected at once; on the line that takes a round trip.
    void carry('up', box, centre, pair, performance.now() + 2 * profile.delay);
    void carry('down', centre, box, pair, 0);
  });

  async function carry(
    lane: 'up' | 'down',
    from: Socket,
    to: Socket,
    pair: { dead: boolean },
    ready: number,
  ): Promise<void> {
    let arrival = ready;
    let delivered = Promise.resolve();
    const whenThere = (deliver: () => void): void => {
      const at = arrival;
      delivered = delivered.then(async () => {
        await until(at);
        await line.isUp();
        if (!pair.dead) deliver();
      });
    };
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        for (let start = 0; start < chunk.length; start += SEGMENT) {
          const segment = chunk.subarray(start, start + SEGMENT);
          await until(lanes[lane].busyUntil - profile.queue);
          stats[lane] += segment.length;
          const sent = pass(lanes[lane], segment.length);
          const stall = random() < profile.loss ? 2 * profile.delay + NOTICE_MS : 0;
          // TCP delivers in order: what comes after a lost packet waits for it.
          arrival = Math.max(arrival, sent + profile.delay + stall);
          whenThere(() => to.write(Uint8Array.from(segment)));
        }
      }
      whenThere(() => to.end());
    } catch {
      whenThere(() => to.destroy());
    }
  }

  const flapping = new AbortController();
  if (profile.flap) void flap(line, profile.flap, random, flapping.signal);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stats: () => ({ ...stats }),
    downFor: (ms) => line.downFor(ms),
    nat: () => {
      for (const pair of open) pair.dead = true;
    },
    close: async () => {
      flapping.abort();
      for (const { box, centre } of open) {
        box.destroy();
        centre.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}

/** Takes its turn on a lane that carries one thing after the other; when its last bit is out. */
function pass(lane: { bitsPerMs: number; busyUntil: number }, bytes: number): number {
  lane.busyUntil = Math.max(lane.busyUntil, performance.now()) + (bytes * 8) / lane.bitsPerMs;
  return lane.busyUntil;
}

class LinkState {
  #upAt = 0;

  downFor(ms: number): void {
    this.#upAt = Math.max(this.#upAt, performance.now() + ms);
  }

  async isUp(): Promise<void> {
    while (this.#upAt > performance.now()) await until(this.#upAt);
  }
}

async function flap(
  line: LinkState,
  { up, down }: { up: number; down: number },
  random: () => number,
  signal: AbortSignal,
): Promise<void> {
  const about = (seconds: number): number => seconds * 1_000 * (0.5 + random());
  while (!signal.aborted) {
    await pause(about(up), undefined, { ref: false, signal }).catch(() => undefined);
    if (signal.aborted) return;
    line.downFor(about(down));
    await line.isUp();
  }
}

async function until(instant: number): Promise<void> {
  const left = Math.min(LONGEST_TIMER_MS, instant - performance.now());
  if (left > 0) await pause(left, undefined, { ref: false });
}
