import { addDays, dayOf, istTime } from '../../records/day.js';
import { boxDayId, type BoxDayDocument, type BoxSample } from './box-status.js';
import type { Contact } from './contact.js';

/** A box's page looks back so many days, a year and a month; older ones are removed. */
const KEPT_DAYS = 400;

/** The document that is over its time when this day begins. */
export function dayOverTime({ box, at }: Contact): string {
  return boxDayId(box, addDays(dayOf(at), -KEPT_DAYS));
}

/** The document of the day in which a contact falls, and its hour. */
export function dayOfContact({ box, at }: Contact): { id: string; day: string; hour: string } {
  const day = dayOf(at);
  return { id: boxDayId(box, day), day, hour: istTime(at).slice(0, 2) };
}

/**
 * A box's day after a contact that told how it is; null where it stays. The first word of an hour is its sample, unless
 * something happened within it.
 */
export function dayAfter(standing: BoxDayDocument | null, contact: Contact): BoxDayDocument | null {
  const { day, hour } = dayOfContact(contact);
  const sample = sampleOf(contact);
  if (!sample) return null;
  const before = standing?.samples[hour];
  if (before && (sample.at <= before.at || happened(before) === happened(sample))) return null;
  return { type: 'box-day', v: 1, box: contact.box, day, samples: { ...standing?.samples, [hour]: sample } };
}

function sampleOf({ at, health, waiting, clockErrorS }: Contact): BoxSample | null {
  if (!health) return null;
  const { diskFreeMb, storeTrouble, onBattery, batteryPercent, lineBytesPerS, lineKind } = health;
  const told = { diskFreeMb, storeTrouble, onBattery, batteryPercent, lineBytesPerS, lineKind };
  const late = waiting === 0 ? {} : { oldestWaiting: health.oldestWaiting };
  const known = Object.entries({ ...told, ...late, waiting, clockErrorS }).filter(
    ([, value]) => value !== undefined,
  );
  return { at, ...(Object.fromEntries(known) as Omit<BoxSample, 'at'>) };
}

function happened({ storeTrouble, onBattery }: BoxSample): string {
  return JSON.stringify([storeTrouble, onBattery]);
}
