import type { BoxHealth } from './box-health.js';

/** Of these the centre hears before the hour is over. */
const URGENT_LIMITS = { diskFreeShare: 0.1, waitingMs: 3_600_000 };

/** What somebody must hear of soon, as one text: where it is another one than before, something has happened. */
export function urgentHealth(health: BoxHealth, now: number, limits = URGENT_LIMITS): string {
  const { diskFreeMb, diskTotalMb, storeTrouble, backupTrouble, onBattery, oldestWaiting } = health;
  const isDiskLow =
    diskFreeMb !== undefined && diskTotalMb !== undefined && diskFreeMb < diskTotalMb * limits.diskFreeShare;
  const isStuck = oldestWaiting !== undefined && now - Date.parse(oldestWaiting) > limits.waitingMs;
  return JSON.stringify([storeTrouble, backupTrouble, isDiskLow, onBattery, isStuck]);
}
