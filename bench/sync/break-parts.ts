import { setTimeout as pause } from 'node:timers/promises';
import { byVisit } from './prepared-records.js';
import { median, onStage, type Bench, type Outcome, type Part } from './part.js';
import type { Cost, Stage } from './stage.js';

/** Two weeks without a line: long enough that ten cuts fall into the push. */
const BACKLOG_DAYS = 14;
const CUTS = 10;
const CUT_MS = 20_000;
/** between two cuts */
const UP_MS = 4_000;
/** bytes: the push has begun */
const BEGUN = 5_000;
const DEATHS = 10;
/** into the push of some visits, where each second death comes */
const UNDER_WAY_MS = 700;

/** Ten cuts of 20 s in one push, against the same push without. */
export const cuts: Part = {
  name: 'cuts',
  run: async (bench) => {
    const contender = bench.ours;
    const records = await bench.days(BACKLOG_DAYS, 'whole');
    const backlog = <T>(work: (stage: Stage) => Promise<T>): Promise<T> =>
      onStage(bench, { profile: 'edge', contender, records }, async (stage) => {
        await stage.box.ask('write', records.length);
        const result = await work(stage);
        await stage.mustHold(records.length);
        return result;
      });
    const [whole, { cost, made, after }] = await Promise.all([
      backlog((stage) => stage.measure(stage.push)),
      backlog(cutPush),
    ]);
    return {
      rows: [
        { what: `${BACKLOG_DAYS} days`, profile: 'edge', contender, cost: whole },
        { what: `${BACKLOG_DAYS} days, ${made} cuts`, profile: 'edge', contender, cost },
      ],
      figures: {
        cuts: made,
        cuts_after_s: after,
        cuts_resent_percent: more(cost.bodyBytes, whole.bodyBytes),
        // With the packets that a cut lost, TCP's own repeats and the new connections.
        cuts_resent_ip_percent: more(cost.upKb, whole.upKb),
      },
    };
  },
};

async function cutPush(stage: Stage): Promise<{ cost: Cost; made: number; after: number }> {
  let made = 0;
  let lastUp = performance.now();
  let end = lastUp;
  const cost = await stage.measure(async () => {
    let done = false;
    const push = stage.push().finally(() => {
      done = true;
      end = performance.now();
    });
    const { up: before } = await stage.line.stats();
    while (!done && (await stage.line.stats()).up < before + BEGUN) await pause(200);
    while (made < CUTS) {
      await Promise.race([push, pause(UP_MS)]);
      if (done) break;
      await stage.line.downFor(CUT_MS);
      made += 1;
      await pause(CUT_MS);
      lastUp = performance.now();
    }
    return push;
  });
  return { cost, made, after: Math.max(0, end - lastUp) / 1_000 };
}

/** Ten times the connections die without a word: while the box is quiet, and while it sends. */
export const deaths: Part = {
  name: 'nat',
  run: async (bench) => {
    const contender = bench.ours;
    const day = await bench.days(1, 'plain');
    const days = await bench.days(2, 'plain');
    const visits = byVisit(days.slice(day.length), day.length, DEATHS * 8);
    const records = [...day, ...visits.records];
    const costs = await onStage(bench, { profile: 'edge', contender, records }, async (stage) => {
      await stage.box.ask('write', day.length);
      await stage.measure(stage.push);
      const healed: Cost[] = [];
      for (let death = 1; death <= DEATHS; death += 1) {
        await stage.box.ask('write', visits.ends[death * 8 - 1] ?? records.length);
        healed.push(await stage.measure(() => (death % 2 === 0 ? dieIdle(stage) : dieSending(stage))));
      }
      await stage.mustHold(records.length);
      return healed;
    });
    return healing(bench, costs);
  },
};

async function dieIdle(stage: Stage): Promise<number> {
  await stage.line.nat();
  return stage.push();
}

/** seconds from the death on */
async function dieSending(stage: Stage): Promise<number> {
  const push = stage.push();
  await Promise.race([push, pause(UNDER_WAY_MS)]);
  await stage.line.nat();
  const died = performance.now();
  await push;
  return (performance.now() - died) / 1_000;
}

function healing({ ours: contender }: Bench, costs: Cost[]): Outcome {
  const longest = Math.max(...costs.map(({ seconds }) => seconds));
  return {
    rows: [{ what: `${DEATHS} silent deaths, each`, profile: 'edge', contender, cost: median(costs) }],
    figures: { nat_heal_s: longest, nat_heal_median_s: median(costs).seconds },
  };
}

function more(now: number, then: number): number {
  return ((now - then) / then) * 100;
}
