import type { LedgerRecord } from '../../records/ledger-record.js';
import type { ProfileName } from '../line-profiles.js';
import type { ContenderName } from './contender.js';
import type { DayKind } from './prepared-records.js';
import type { Cost, StageOptions } from './stage.js';
import { Stage, type StageSet } from './stage.js';

/** What the parts of the benchmark work with. */
export interface Bench {
  set: StageSet;
  /** the contender that the aims are for */
  ours: ContenderName;
  /** of a short measurement; the median counts */
  runs: number;
  /** a ledger of so many days; the first ones are always the same */
  days: (count: number, kind: DayKind) => Promise<LedgerRecord[]>;
  idleMinutes: number;
}

export interface Row {
  what: string;
  profile: ProfileName;
  contender: ContenderName;
  cost: Cost;
}

export interface Outcome {
  rows: Row[];
  /** for the last line */
  figures: Record<string, number>;
}

/** One question of the benchmark, answered on stages of its own. */
export interface Part {
  name: string;
  run: (bench: Bench) => Promise<Outcome>;
}

/** Does the work on a stage that is closed whatever happens. */
export async function onStage<T>(
  { set }: Bench,
  options: StageOptions,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await Stage.open(set, options);
  try {
    return await work(stage);
  } finally {
    await stage.close();
  }
}

/** Of several runs the one in the middle by time. */
export function median(costs: Cost[]): Cost {
  const sorted = [...costs].sort((a, b) => a.seconds - b.seconds);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('Nothing was measured.');
  return middle;
}

export function kb({ upKb, downKb }: Cost): number {
  return upKb + downKb;
}

/** One run after the other: two at once would take each other's processor. */
export async function repeated<T>(runs: number, work: (run: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let run = 1; run <= runs; run += 1) done.push(await work(run));
  return done;
}

/** One row, and its seconds and thousand bytes under the part's name. */
export function answer(name: string, row: Row): Outcome {
  const key = name.replaceAll(/\W+/g, '_');
  return { rows: [row], figures: { [`${key}_s`]: row.cost.seconds, [`${key}_kb`]: kb(row.cost) } };
}
