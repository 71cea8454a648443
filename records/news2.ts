import type { VitalsRecord } from './care.js';

export type News2Parameter =
  'respiratoryRate' | 'spo2' | 'oxygen' | 'systolic' | 'pulse' | 'consciousness' | 'temperatureC';

export interface News2Input extends Partial<
  Pick<VitalsRecord, 'respiratoryRate' | 'spo2' | 'systolic' | 'pulse' | 'consciousness' | 'temperatureC'>
> {
  /** true: breathing extra oxygen */
  oxygen?: boolean;
  /** SpO2 scale 2, for hypercapnic failure, on a clinician's word only */
  scale2?: boolean;
}

/** `low` 0–4, `low-medium` a 3 in one parameter, `medium` 5–6, `high` from 7. */
export type News2Risk = 'low' | 'low-medium' | 'medium' | 'high';

export type News2 =
  | { outcome: 'score'; total: number; parts: Record<News2Parameter, number>; risk: News2Risk }
  /** `atLeast` adds up what is known */
  | { outcome: 'incomplete'; missing: News2Parameter[]; atLeast: number }
  | { outcome: 'not-applicable'; why: 'age' | 'pregnancy' };

/** From this age the score counts. */
export const SIXTEEN_YEARS_DAYS = 5844;

/**
 * National Early Warning Score 2 (Royal College of Physicians, 2017, chart 1): from 16 years, not in pregnancy.
 * A missing parameter makes the score incomplete, never zero. Age null: unknown, taken as an adult's.
 */
export function news2(input: News2Input, whose: { ageDays: number | null; pregnant?: boolean }): News2 {
  if (whose.ageDays !== null && whose.ageDays < SIXTEEN_YEARS_DAYS) {
    return { outcome: 'not-applicable', why: 'age' };
  }
  if (whose.pregnant) return { outcome: 'not-applicable', why: 'pregnancy' };
  const parts: Record<News2Parameter, number | null> = {
    respiratoryRate: score(input.respiratoryRate, 0, RESPIRATION),
    spo2: spo2Score(input),
    oxygen: input.oxygen === undefined ? null : input.oxygen ? 2 : 0,
    systolic: score(input.systolic, 0, SYSTOLIC),
    pulse: score(input.pulse, 0, PULSE),
    consciousness: input.consciousness === undefined ? null : input.consciousness === 'alert' ? 0 : 3,
    temperatureC: score(input.temperatureC, 1, TEMPERATURE),
  };
  const entries = Object.entries(parts) as [News2Parameter, number | null][];
  const total = entries.reduce((sum, [, points]) => sum + (points ?? 0), 0);
  const missing = entries.filter(([, points]) => points === null).map(([parameter]) => parameter);
  if (missing.length > 0) return { outcome: 'incomplete', missing, atLeast: total };
  const known = parts as Record<News2Parameter, number>;
  return { outcome: 'score', total, parts: known, risk: riskOf(total, Object.values(known)) };
}

/** What a score comes to at least; 0 where it does not count. */
export function lowestScore(score: News2): number {
  if (score.outcome === 'score') return score.total;
  return score.outcome === 'incomplete' ? score.atLeast : 0;
}

/** Steps of [up to and with, points]; above the last step the points of `Infinity`. */
type Steps = [upTo: number, points: number][];
const RESPIRATION: Steps = [
  [8, 3],
  [11, 1],
  [20, 0],
  [24, 2],
  [Infinity, 3],
];
const SPO2_SCALE_1: Steps = [
  [91, 3],
  [93, 2],
  [95, 1],
  [Infinity, 0],
];
const SPO2_SCALE_2_AIR: Steps = [
  [83, 3],
  [85, 2],
  [87, 1],
  [Infinity, 0],
];
const SPO2_SCALE_2_OXYGEN: Steps = [
  [83, 3],
  [85, 2],
  [87, 1],
  [92, 0],
  [94, 1],
  [96, 2],
  [Infinity, 3],
];
const SYSTOLIC: Steps = [
  [90, 3],
  [100, 2],
  [110, 1],
  [219, 0],
  [Infinity, 3],
];
const PULSE: Steps = [
  [40, 3],
  [50, 1],
  [90, 0],
  [110, 1],
  [130, 2],
  [Infinity, 3],
];
const TEMPERATURE: Steps = [
  [35, 3],
  [36, 1],
  [38, 0],
  [39, 1],
  [Infinity, 2],
];

/** The chart has no gap between 36.0 and 36.1: values are rounded to its decimals first. */
function score(value: number | undefined, decimals: number, steps: Steps): number | null {
  if (value === undefined || Number.isNaN(value)) return null;
  const rounded = Number(value.toFixed(decimals));
  return steps.find(([upTo]) => rounded <= upTo)?.[1] ?? null;
}

function spo2Score({ spo2, scale2, oxygen }: News2Input): number | null {
  if (!scale2) return score(spo2, 0, SPO2_SCALE_1);
  // Above 92 % scale 2 depends on the oxygen, so without knowing it there is no score.
  if (oxygen === undefined && spo2 !== undefined && spo2 > 92) return null;
  return score(spo2, 0, oxygen ? SPO2_SCALE_2_OXYGEN : SPO2_SCALE_2_AIR);
}

function riskOf(total: number, points: number[]): News2Risk {
  if (total >= 7) return 'high';
  if (total >= 5) return 'medium';
  return points.includes(3) ? 'low-medium' : 'low';
}
