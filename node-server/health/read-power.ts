import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Power {
  onBattery: boolean;
  /** of the emptiest; absent where none says it */
  batteryPercent?: number;
}

/** The kernel's own list; see Documentation/ABI/testing/sysfs-class-power. */
const POWER_SUPPLIES = 'sys/class/power_supply';

interface Supply {
  type: string;
  status: string;
  online: string;
  capacity: string;
  /** `Device`: it feeds a mouse or a headset, not this machine */
  scope: string;
}

/**
 * Whether this machine lives on its battery or UPS. null where it has none that the kernel knows: a UPS that is read by a
 * program of its own (NUT, apcupsd) is not seen here.
 *
 * @param root of `/sys`, for tests
 */
export async function readPower(root = '/'): Promise<Power | null> {
  const folder = join(root, POWER_SUPPLIES);
  const names = await readdir(folder).catch(() => []);
  const supplies = await Promise.all(names.map((name) => readSupply(join(folder, name))));
  const own = supplies.filter(({ scope }) => scope !== 'Device');
  const batteries = own.filter(({ type }) => type === 'Battery' || type === 'UPS');
  if (batteries.length === 0) return null;
  const feeds = own.filter((one) => !batteries.includes(one) && one.online !== '');
  const isDischarging = batteries.some(({ status }) => status === 'Discharging');
  // A full battery of some makes says "Full" for minutes after the mains have gone.
  const isCut = feeds.length > 0 && feeds.every(({ online }) => online === '0');
  const levels = batteries.map(({ capacity }) => capacity).filter((text) => /^\d{1,3}$/.test(text));
  const lowest = Math.min(...levels.map(Number));
  return {
    onBattery: isDischarging || isCut,
    ...(lowest <= 100 ? { batteryPercent: lowest } : {}),
  };
}

async function readSupply(folder: string): Promise<Supply> {
  const read = (name: string): Promise<string> =>
    readFile(join(folder, name), 'utf8').then(
      (text) => text.trim(),
      () => '',
    );
  const [type, status, online, capacity, scope] = await Promise.all(
    ['type', 'status', 'online', 'capacity', 'scope'].map(read),
  );
  return { type, status, online, capacity, scope } as Supply;
}
