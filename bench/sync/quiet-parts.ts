import { setTimeout as pause } from 'node:timers/promises';
import { byVisit } from './prepared-records.js';
import { answer, kb, median, onStage, type Part } from './part.js';
import type { Cost } from './stage.js';

const VISITS = 9;

/** One visit's records at a time, over a connection that stands. */
export const oneVisit: Part = {
  name: 'visit',
  run: async (bench) => {
    const contender = bench.ours;
    const days = await bench.days(2, 'plain');
    const day = await bench.days(1, 'plain');
    const visits = byVisit(days.slice(day.length), day.length, VISITS);
    const records = [...day, ...visits.records];
    const costs = await onStage(bench, { profile: 'edge', contender, records }, async (stage) => {
      await stage.box.ask('write', day.length);
      await stage.measure(stage.push);
      const each: Cost[] = [];
      for (const end of visits.ends) {
        await stage.box.ask('write', end);
        each.push(await stage.measure(stage.push));
      }
      await stage.mustHold(records.length);
      return each;
    });
    const { rows, figures } = answer('visit', {
      what: 'one visit',
      profile: 'edge',
      contender,
      cost: median(costs),
    });
    const mean = costs.reduce((sum, cost) => sum + kb(cost), 0) / costs.length;
    const records_each = visits.records.length / VISITS;
    return { rows, figures: { ...figures, visit_kb: mean, visit_records: records_each } };
  },
};

/** Longer than a cycle takes: the check at the end of the last ten minutes is counted in. */
const LAST_CHECK_S = 30;

/** A box that has nothing to say, by its real clock: some tens of minutes, told by the hour. */
export const idle: Part = {
  name: 'idle',
  run: async (bench) => {
    const contender = bench.ours;
    const records = await bench.days(1, 'plain');
    const { idleMinutes } = bench;
    const cost = await onStage(bench, { profile: 'edge', contender, records }, async (stage) => {
      await stage.box.ask('write', records.length);
      await stage.measure(stage.push);
      return stage.measure(async () => {
        await pause((idleMinutes * 60 + LAST_CHECK_S) * 1_000);
        return idleMinutes * 60;
      });
    });
    const what = `idle, ${idleMinutes} minutes`;
    return {
      rows: [{ what, profile: 'edge', contender, cost }],
      figures: { idle_kb_h: (kb(cost) * 60) / idleMinutes, idle_minutes: idleMinutes },
    };
  },
};
