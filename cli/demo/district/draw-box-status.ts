import { boxStatusId, type BoxStatus, type BoxStatusDocument } from '../../../central/monitor/box-status.js';
import { addDays, dayOf, startOfDay } from '../../../records/day.js';
import type { BoxId } from '../../../records/ids.js';
import { Random } from '../random.js';
import type { BoxState, Traits } from './read-district.js';

/** A status that no box has told. */
export interface DemoBoxStatus extends BoxStatusDocument {
  _id: string;
  demo: true;
  /** when what is not well began: when it was first told, so that its days and its alert tell one story */
  troubleAt: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** From then on the demo's boxes have kept records, one in so many minutes. */
const FIRST_RECORD = Date.parse('2026-01-01T00:00:00Z');
const RECORD_MS = 4 * MINUTE_MS;
/** What of a trouble began once, and stands still from one telling to the next. */
const STILL: Partial<Record<BoxState, (keyof BoxStatus)[]>> = {
  lag: ['oldestWaiting', 'confirmedN'],
  backup: ['lastBackup'],
};

/**
 * How a box of the demo's district does at a moment: most are well, some need a hand.
 * @param told what it was told to be before: one that is silent stays so
 */
export function drawBoxStatus(
  box: BoxId,
  { box: state, silentDays }: Traits,
  { now, version, told: before }: { now: number; version: string; told?: DemoBoxStatus | undefined },
): DemoBoxStatus {
  if (state === 'silent' && before) return before;
  const steady = Random.of(box, 'box');
  // Its last report is of the day before.
  const troubleDay = startOfDay(addDays(dayOf(now), -silentDays));
  const heardAt = state === 'silent' ? troubleDay - steady.between(40, 160) * MINUTE_MS : now;
  const ago = (ms: number): string => new Date(heardAt - ms).toISOString();
  // To the minute, so that it stays the same from one look at the demo to the next.
  const lastNight = heardAt - (heardAt % DAY_MS) - steady.between(2, 90) * MINUTE_MS;
  const records = steady.between(4_000, 90_000);
  const diskTotalMb = steady.pick([28_000, 57_000, 114_000]);
  const well: BoxStatus = {
    lastContact: ago(steady.between(2, 90) * 1_000),
    contactBy: 'gateway',
    confirmedN: records + Math.floor(((state === 'lag' ? troubleDay : heardAt) - FIRST_RECORD) / RECORD_MS),
    waiting: steady.between(0, 4),
    gaps: 0,
    clockErrorS: steady.between(-4, 4),
    healthAt: ago(steady.between(3, 50) * MINUTE_MS),
    diskFreeMb: Math.round(diskTotalMb * (0.35 + steady.next() * 0.5)),
    diskTotalMb,
    lastBackup: new Date(lastNight).toISOString(),
    certificateEnds: new Date(startOfDay(dayOf(heardAt)) + steady.between(60, 380) * DAY_MS).toISOString(),
    version,
    ...(steady.chance(0.6) ? { onBattery: false, batteryPercent: steady.between(88, 100) } : {}),
    lineBytesPerS: steady.between(6, 160) * 1_000,
    lineKind: 'up',
  };
  const told = {
    ...well,
    ...TROUBLE[state]({ ago, diskTotalMb, troubleDay, lastNight }),
  };
  for (const field of STILL[state] ?? []) Object.assign(told, before && { [field]: before[field] });
  const { lastContact = '' } = told;
  return {
    ...{ _id: boxStatusId(box), type: 'box', v: 1, box, demo: true },
    troubleAt: before?.troubleAt ?? new Date(now).toISOString(),
    ...{ ...told, lineContact: lastContact, waitingAt: lastContact },
  };
}

interface Told {
  ago: (ms: number) => string;
  diskTotalMb: number;
  /** midnight after the last day of which it reported */
  troubleDay: number;
  lastNight: number;
}

/** What is not well, beside a box that is. */
const TROUBLE: Record<BoxState, (told: Told) => BoxStatus> = {
  ok: () => ({}),
  // Between late and silent until it is told again.
  late: ({ ago }) => ({
    lastContact: ago(12.6 * MINUTE_MS),
    waiting: 12,
    lineKind: 'slow',
    lineBytesPerS: 1_900,
  }),
  silent: () => ({ lineKind: 'slow', lineBytesPerS: 700 }),
  clock: () => ({ clockErrorS: -1_860 }),
  disk: ({ diskTotalMb }) => ({ diskFreeMb: Math.round(diskTotalMb * 0.04) }),
  battery: () => ({ onBattery: true, batteryPercent: 22 }),
  backup: ({ lastNight }) => ({ lastBackup: new Date(lastNight - 3 * DAY_MS).toISOString() }),
  lag: ({ troubleDay }) => ({
    waiting: 1_840,
    oldestWaiting: new Date(troubleDay + 9.2 * HOUR_MS).toISOString(),
    lineKind: 'slow',
    lineBytesPerS: 900,
  }),
};
