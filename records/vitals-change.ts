import { isOfAge, type AgeDays } from './age-days.js';
import { byTime } from './by-time.js';
import type { VitalsRecord } from './care.js';
import { dayOf, daysBetween, type Day } from './day.js';
import type { EnteredVitals, VitalCheck, VitalField, VitalsReference } from './vitals-check.js';

/** What was measured of a person before, here or elsewhere. */
export interface EarlierReading {
  value: number;
  day: Day;
}

export type EarlierVitals = Partial<Record<VitalField, EarlierReading>>;

/**
 * How far a reading may lie from the one before it without being asked about: `percent` of the earlier value, or an
 * `amount` in the field's unit with `perMonth` more for each 30 days between them. The band is that of the age now.
 */
export interface ChangeLimit extends AgeDays {
  /** absent: in either direction */
  way?: 'fall' | 'rise';
  percent?: number;
  amount?: number;
  perMonth?: number;
  /** an earlier reading from before these days says nothing */
  withinDays?: number;
  source: string;
}

/** Decimal fractions must not make a change of exactly the limit a larger one. */
const ROUNDING = 1e-9;

/** Questions each reading that changed more than a body does, with the value and day it is held against. */
export function checkChanges(
  entered: EnteredVitals,
  earlier: EarlierVitals,
  reference: VitalsReference,
  { ageDays, today }: { ageDays: number | null; today: Day },
): VitalCheck[] {
  return reference.fields.flatMap(({ field, unit, changes = [] }): VitalCheck[] => {
    const value = entered[field];
    const last = earlier[field];
    if (value === undefined || last === undefined) return [];
    const days = Math.max(0, daysBetween(last.day, today));
    const limits = changes.filter((limit) => isOfAge(limit, ageDays));
    if (!limits.some((limit) => isBeyond(value, last.value, days, limit))) return [];
    const params = { value, last: last.value, day: last.day, unit };
    return [{ field, outcome: 'question', code: 'changed', params }];
  });
}

function isBeyond(value: number, last: number, days: number, limit: ChangeLimit): boolean {
  const { way, percent, amount = 0, perMonth = 0, withinDays = Infinity } = limit;
  if (days > withinDays) return false;
  if (way === 'fall' && value >= last) return false;
  if (way === 'rise' && value <= last) return false;
  const allowed = percent === undefined ? amount + (perMonth * days) / 30 : (last * percent) / 100;
  return Math.abs(value - last) > allowed + ROUNDING;
}

/** The latest reading of each field. */
export function latestReadings(
  measured: readonly VitalsRecord[],
  fields: readonly VitalField[],
): EarlierVitals {
  const latest: EarlierVitals = {};
  for (const one of [...measured].sort(byTime)) {
    for (const field of fields) {
      const value = one[field];
      if (value !== undefined) latest[field] = { value, day: dayOf(one.at) };
    }
  }
  return latest;
}
