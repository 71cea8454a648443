import type { FacilityDocument } from '../../../central/directory/facility-document.js';
import { addDays, startOfDay, type Day } from '../../../records/day.js';
import type { DemoReason } from '../demo-data.js';
import type { Random } from '../random.js';
import type { DistrictPlan } from './read-district.js';

const NOON_MS = 12 * 3_600_000;

/** How many come to a facility on a day; 0 where it is closed. */
export function drawFootfall(
  plan: DistrictPlan,
  { kind, status }: FacilityDocument,
  day: Day,
  random: Random,
): number {
  if (status === 'closed') return 0;
  const weekday = new Date(startOfDay(day) + NOON_MS).getUTCDay();
  const share = weekday === 0 ? (plan.sundays[kind] ?? 0) : (plan.weekdays[weekday] ?? 1);
  return Math.round((plan.patients[kind] ?? 30) * share * random.around(1, 0.22, 2));
}

/** Why they come: as many of each reason as the season, and an outbreak in the block, make likely. */
export function drawReasons(
  plan: DistrictPlan,
  reasons: readonly DemoReason[],
  { facility, day, today }: { facility: FacilityDocument; day: Day; today: Day },
  footfall: number,
  random: Random,
): Map<DemoReason, number> {
  const { outbreak } = plan;
  const month = Number(day.slice(4, 6)) - 1;
  const breaksOut = facility.block === outbreak.block && day >= addDays(today, -outbreak.days);
  const weight = ({ code, months }: DemoReason): number =>
    (months[month] ?? 1) * (breaksOut && code === outbreak.code ? outbreak.times : 1);
  const drawn = new Map<DemoReason, number>();
  for (let patient = 0; patient < footfall; patient += 1) {
    const reason = random.weighted(reasons, weight);
    drawn.set(reason, (drawn.get(reason) ?? 0) + 1);
  }
  return drawn;
}
