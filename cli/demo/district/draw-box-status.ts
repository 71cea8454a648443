import { boxStatusId, type BoxStatus, type BoxStatusDocument } from '../../../central/monitor/box-status.js';
import type { BoxId } from '../../../records/ids.js';
import { Random } from '../random.js';
import type { BoxState, Traits } from './read-district.js';

/** A status that no box has told. */
export interface DemoBoxStatus extends BoxStatusDocument {
  _id: string;
  demo: true;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How a box of the demo's district does at a moment: most are well, some need a hand. */
export function drawBoxStatus(
  box: BoxId,
  { box: state, silentDays }: Traits,
  now: number,
  version: string,
): DemoBoxStatus {
  const steady = Random.of(box, 'box');
  const ago = (ms: number): string => new Date(now - ms).toISOString();
  // To the minute, so that it stays the same from one look at the demo to the next.
  const lastNight = now - (now % DAY_MS) - steady.between(2, 90) * MINUTE_MS;
  const records = steady.between(4_000, 90_000);
  const diskTotalMb = steady.pick([28_000, 57_000, 114_000]);
  const well: BoxStatus = {
    lastContact: ago(steady.between(2, 90) * 1_000),
    contactBy: 'gateway',
    confirmedN: records + Math.floor((now % DAY_MS) / (4 * MINUTE_MS)),
    waiting: steady.between(0, 4),
    gaps: 0,
    clockErrorS: steady.between(-4, 4),
    healthAt: ago(steady.between(3, 50) * MINUTE_MS),
    diskFreeMb: Math.round(diskTotalMb * (0.35 + steady.next() * 0.5)),
    diskTotalMb,
    lastBackup: new Date(lastNight).toISOString(),
    certificateEnds: ago(-steady.between(60, 380) * DAY_MS),
    version,
    ...(steady.chance(0.6) ? { onBattery: false, batteryPercent: steady.between(88, 100) } : {}),
    lineBytesPerS: steady.between(6, 160) * 1_000,
    lineKind: 'up',
  };
  const told = {
    ...well,
    ...TROUBLE[state]({ ago, diskTotalMb, silentMs: silentDays > 0 ? silentDays * DAY_MS : 5 * HOUR_MS }),
  };
  const { lastContact = '' } = told;
  return {
    ...{ _id: boxStatusId(box), type: 'box', v: 1, box, demo: true },
    ...{ ...told, lineContact: lastContact, waitingAt: lastContact },
  };
}

interface Told {
  ago: (ms: number) => string;
  diskTotalMb: number;
  silentMs: number;
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
  silent: ({ ago, silentMs }) => ({
    lastContact: ago(silentMs),
    healthAt: ago(silentMs),
    lastBackup: ago(silentMs + 6 * HOUR_MS),
    lineKind: 'slow',
    lineBytesPerS: 700,
  }),
  clock: () => ({ clockErrorS: -1_860 }),
  disk: ({ diskTotalMb }) => ({ diskFreeMb: Math.round(diskTotalMb * 0.04) }),
  battery: () => ({ onBattery: true, batteryPercent: 22 }),
  backup: ({ ago }) => ({ lastBackup: ago(3 * DAY_MS) }),
  lag: ({ ago }) => ({
    waiting: 1_840,
    oldestWaiting: ago(7 * HOUR_MS),
    lineKind: 'slow',
    lineBytesPerS: 900,
  }),
};
