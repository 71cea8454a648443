import type { BoxHealth } from './box-health.js';

/** `{"v":"0.9.0","f":101234,…}`: some hundred bytes, for each of them is paid. */
export type PackedHealth = Record<string, unknown>;

/** How one value travels. `read` gives undefined for what it cannot be. */
interface Travel<T> {
  key: string;
  pack(value: T): unknown;
  read(packed: unknown): T | undefined;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** A clock without a battery says 1970 after a power cut, and that is worth hearing; later than this none is set. */
const LATEST = Date.parse('2200-01-01T00:00:00Z');
const LARGEST_MB = 1e9;
const LARGEST_RATE = 1e10;

const FIELDS: { [F in keyof BoxHealth]-?: Travel<NonNullable<BoxHealth[F]>> } = {
  at: time('a', SECOND_MS),
  version: word('v', /^[\w.+-]{1,32}$/),
  diskFreeMb: count('f', LARGEST_MB),
  diskTotalMb: count('t', LARGEST_MB),
  lastBackup: time('b', MINUTE_MS),
  backupTrouble: word('x', /^[a-z][a-z-]{1,39}$/),
  certificateEnds: time('c', MINUTE_MS),
  storeTrouble: word('s', /^[a-z][a-z-]{1,39}$/),
  onBattery: flag('p'),
  batteryPercent: count('q', 100),
  lineBytesPerS: count('r', LARGEST_RATE),
  lineKind: oneOf('l', { up: 'u', slow: 's', down: 'd', untried: 'n' }),
  oldestWaiting: time('o', MINUTE_MS),
  startsAt: count('n', Number.MAX_SAFE_INTEGER),
};

/** All that a box may say of itself. */
export const HEALTH_FIELDS = Object.keys(FIELDS) as (keyof BoxHealth)[];

export function packHealth(health: BoxHealth): PackedHealth {
  return Object.fromEntries(HEALTH_FIELDS.flatMap((name) => packOne(name, health[name])));
}

function packOne<F extends keyof BoxHealth>(name: F, value: BoxHealth[F]): [string, unknown][] {
  if (value === undefined) return [];
  const travel = FIELDS[name] as Travel<NonNullable<BoxHealth[F]>>;
  return [[travel.key, travel.pack(value)]];
}

/** What of it can be true: impossible values, and fields of a later version, are left out. Null where nothing is. */
export function readHealth(packed: unknown): BoxHealth | null {
  if (typeof packed !== 'object' || packed === null) return null;
  const health = Object.fromEntries(
    HEALTH_FIELDS.flatMap((name) => {
      const value = FIELDS[name].read((packed as PackedHealth)[FIELDS[name].key]);
      return value === undefined ? [] : [[name, value]];
    }),
  ) as BoxHealth;
  const { diskFreeMb = 0, diskTotalMb = Infinity, ...others } = health;
  const sound = diskFreeMb > diskTotalMb || diskTotalMb === 0 ? others : health;
  return Object.keys(sound).length === 0 ? null : sound;
}

function time(key: string, unitMs: number): Travel<string> {
  return {
    key,
    pack: (iso) => Math.round(Date.parse(iso) / unitMs),
    read: (packed) =>
      isCount(packed, LATEST / unitMs) ? new Date(packed * unitMs).toISOString() : undefined,
  };
}

function count(key: string, most: number): Travel<number> {
  return {
    key,
    pack: (value) => Math.round(value),
    read: (packed) => (isCount(packed, most) ? packed : undefined),
  };
}

function word(key: string, pattern: RegExp): Travel<string> {
  return {
    key,
    pack: (value) => value,
    read: (packed) => (typeof packed === 'string' && pattern.test(packed) ? packed : undefined),
  };
}

function flag(key: string): Travel<boolean> {
  return {
    key,
    pack: (value) => (value ? 1 : 0),
    read: (packed) => (packed === 1 ? true : packed === 0 ? false : undefined),
  };
}

function oneOf<T extends string>(key: string, letters: Record<T, string>): Travel<T> {
  return {
    key,
    pack: (value) => letters[value],
    read: (packed) => (Object.keys(letters) as T[]).find((value) => letters[value] === packed),
  };
}

function isCount(value: unknown, most: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;
}
