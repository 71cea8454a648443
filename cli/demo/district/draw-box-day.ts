import { boxDayId, type BoxDayDocument, type BoxSample } from '../../../central/monitor/box-status.js';
import { daysBetween, startOfDay, type Day } from '../../../records/day.js';
import { Random } from '../random.js';
import type { DemoBoxStatus } from './draw-box-status.js';
import { misses } from './draw-summary.js';
import type { Traits } from './read-district.js';

const HOUR_MS = 3_600_000;

/**
 * The hours of one day of a box up to its last contact, as it might have told them; null where it was silent. A day with
 * a report has hours, and one that the facility missed has none.
 */
export function drawBoxDay(
  { box, lastContact = '', diskFreeMb = 0, lineBytesPerS = 0, oldestWaiting, ...status }: DemoBoxStatus,
  { traits, day, today }: { traits: Traits; day: Day; today: Day },
): (BoxDayDocument & { _id: string; demo: true }) | null {
  // What today becomes is known tomorrow.
  if (day < today && misses(traits, Random.of(box, day))) return null;
  const random = Random.of(box, day, 'hours');
  const samples: Record<string, BoxSample> = {};
  const { gaps = 0, clockErrorS = 0, waiting = 0, onBattery, batteryPercent, diskTotalMb = 0 } = status;
  const troubleAt = Date.parse(status.troubleAt);
  const stuckAt = oldestWaiting === undefined ? Infinity : Date.parse(oldestWaiting);
  const heldUpTo = (at: number): number =>
    Math.round((waiting * (at - stuckAt)) / (Date.parse(lastContact) - stuckAt));
  for (let hour = 0; hour < 24; hour += 1) {
    const at = startOfDay(day) + hour * HOUR_MS + random.between(60, 3_500) * 1_000;
    const isWorking = hour >= 9 && hour < 16;
    const few = random.between(0, isWorking ? 9 : 1);
    const sample: BoxSample = {
      ...{ at: new Date(at).toISOString(), gaps, clockErrorS },
      waiting: at > stuckAt ? heldUpTo(at) : few,
      diskFreeMb: diskFreeMb + daysBetween(day, today) * 12 + random.between(0, 10),
      lineBytesPerS: Math.round(lineBytesPerS * random.around(1, 0.6, 2)),
      lineKind: random.chance(0.06) ? 'down' : (status.lineKind ?? 'up'),
      ...(onBattery === undefined ? {} : { onBattery: random.chance(0.08), batteryPercent }),
    };
    Object.assign(
      sample,
      beforeTrouble(traits.box, sample, { hours: (troubleAt - at) / HOUR_MS, diskTotalMb }),
    );
    if (at <= Date.parse(lastContact)) samples[String(hour).padStart(2, '0')] = sample;
  }
  if (Object.keys(samples).length === 0) return null;
  return { _id: boxDayId(box, day), type: 'box-day', v: 1, box, day, samples, demo: true };
}

/** What was measured before a trouble began, as it came near; nothing where it has begun, or there is none. */
function beforeTrouble(
  state: Traits['box'],
  { diskFreeMb = 0, batteryPercent = 0 }: BoxSample,
  { hours, diskTotalMb }: { hours: number; diskTotalMb: number },
): Partial<BoxSample> {
  if (hours <= 0) return {};
  switch (state) {
    case 'disk':
      return { diskFreeMb: diskFreeMb + Math.round(diskTotalMb * Math.min(0.42, 0.07 + 0.06 * hours)) };
    case 'battery':
      return {
        onBattery: hours < 4,
        batteryPercent: Math.min(98, Math.round(batteryPercent + 9 + 18 * hours)),
      };
    case 'clock':
      return { clockErrorS: 2 };
    default:
      return {};
  }
}
