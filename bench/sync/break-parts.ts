import { setTimeout as pause } from 'node:timers/promises';
import { byVisit } from './prepared-records.js';
import { median, onStage, type Bench, type Outcome, type Part } from './part.js';
import type { Cost, Stage } from './stage.js';

/** Two weeks without a line: long enough that ten cuts fall into the push. */
const BACKLOG_DAYS = 14;
const CUTS = 10;
const CUT_MS = 20_000;
const DEATHS = 10;
/** into the push of some visits, where each second death comes */
const UNDER_WAY_MS = 700;

/** Ten cuts of 20 s, spread evenly over one push, against the same push without. */
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
    const whole = await backlog((stage) => stage.measure(stage.push));
    const { cost, made, after } = await backlog((stage) => cutPush(stage, whole.bodyBytes / (CUTS + 1)));
    return {
      rows: [
        { what: `${BACKLOG_DAYS} days`, profile: 'edge', contender, cost: whole },
        { what: `${BACKLOG_DAYS} days, ${made} cuts`, profile: 'edge', contender, cost },
      ],
      figures: {
        cuts: made,
        cuts_after_s: after,
        cuts_payload_kb: whole.handedBytes / 1_000,
        cuts_handed_kb: cost.handedBytes / 1_000,
        // Bundles and their heads, as the box handed them to its connections: what was sent more than once.
        cuts_resent_percent: more(cost.handedBytes, whole.handedBytes),
        // Packets: with tries while the line was down, the handshakes after it, and TCP's own repeats.
        cuts_extra_ip_percent: more(cost.upKb, whole.upKb),
      },
    };
  },
};

/** @param bytes that come to the centre from one cut to the next */
async function cutPush(stage: Stage, bytes: number): Promise<{ cost: Cost; made: number; after: number }> {
  let made = 0;
  let lastUp = performance.now();
  let end = lastUp;
  const cost = await stage.measure(async () => {
    let done = false;
    const push = stage.push().finally(() => {
      done = true;
      end = performance.now();
    });
    const came = async (): Promise<number> => (await stage.centre.ask('counts', null)).bodyBytes;
    const before = await came();
    while (made < CUTS && !done) {
      while (!done && (await came()) - before < (made + 1) * bytes) await pause(100);
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
