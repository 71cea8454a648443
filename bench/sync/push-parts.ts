import type { ProfileName } from '../line-profiles.js';
import type { ContenderName } from './contender.js';
import { answer, median, onStage, repeated, type Bench, type Outcome, type Part } from './part.js';
import type { DayKind } from './prepared-records.js';
import type { Cost, Stage } from './stage.js';

interface DayPush {
  profile: ProfileName;
  who: ContenderName | 'ours';
  day?: DayKind;
  /** as many as the benchmark does, unless said */
  runs?: number;
}

/** One day's records, from a box that has not spoken yet. */
export function coldPush(order: DayPush): Part {
  return dayPush('cold', order, () => Promise.resolve());
}

/** The same over a connection that has just carried something. */
export function warmPush(order: DayPush): Part {
  return dayPush('warm', order, async (stage) => {
    await stage.box.ask('write', 1);
    await stage.measure(stage.push);
  });
}

function dayPush(
  start: 'cold' | 'warm',
  { profile, who, day = 'plain', runs }: DayPush,
  before: (stage: Stage) => Promise<void>,
): Part {
  const name = [profile, who, ...(day === 'plain' ? [] : [day]), start].join('-');
  const run = async (bench: Bench): Promise<Outcome> => {
    const contender = who === 'ours' ? bench.ours : who;
    const records = await bench.days(1, day);
    const once = (seed: number): Promise<Cost> =>
      onStage(bench, { profile, contender, records, seed }, async (stage) => {
        await before(stage);
        await stage.box.ask('write', records.length);
        const cost = await stage.measure(stage.push);
        await stage.mustHold(records.length);
        return cost;
      });
    const what = `${WORDS[day]}, ${records.length} records, ${start}`;
    return answer(name, { what, profile, contender, cost: median(await repeated(runs ?? bench.runs, once)) });
  };
  return { name, run };
}

const WORDS: Record<DayKind, string> = {
  plain: 'day',
  whole: 'day with looks',
  third: 'third of a day',
  few: 'ten visits',
};
