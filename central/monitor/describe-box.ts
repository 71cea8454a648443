import { istDate } from '../../records/day.js';
import { indianNumber } from '../../records/indian-number.js';
import type { Language, Translate } from '../../templates/locale.js';
import type { BoxRow } from './box-row.js';
import { isPlannedOff } from './order-boxes.js';

/** What people read of a box in a table; a dash where the centre has not been told. */
export interface BoxWords {
  name: string;
  state: string;
  contact: string;
  waiting: string;
  gaps: string;
  clock: string;
  disk: string;
  power: string;
  backup: string;
  version: string;
  line: string;
}

export interface Telling {
  say: Translate;
  language: Language;
  now: number;
}

export function describeBox(row: BoxRow, telling: Telling): BoxWords {
  const { name, status } = row;
  const { say, language } = telling;
  const dash = say('boxes.unknown');
  const count = (n: number | undefined): string => (n === undefined ? dash : indianNumber(n));
  return {
    name: name[language],
    state: say(stateKey(row)),
    contact: status.lastContact === undefined ? say('boxes.never') : sayAgo(status.lastContact, telling),
    waiting: count(status.waiting),
    gaps: count(status.gaps),
    clock: sayClock(status.clockErrorS, say),
    disk: freePercent(status) === null ? dash : `${freePercent(status)} %`,
    power: sayPower(status, say),
    backup: sayBackup(status, telling),
    version: status.version ?? dash,
    line: sayLine(status, say),
  };
}

/** Of a box that has told nothing of itself nobody knows that it is well. */
function stateKey({ status, level, plannedOff, ended }: BoxRow): string {
  if (ended) return 'boxes.ended';
  if (isPlannedOff({ level, plannedOff })) return 'boxes.planned';
  const isCalm = level === 'ok' || level === 'late';
  if (!isCalm || isKnown(status)) return `boxes.level.${level}`;
  return status.lastContact === undefined ? 'boxes.unheard' : 'boxes.untold';
}

/** By whom, when and why a box's access was ended, a line each time that it was said; nothing of one that is let in. */
export function endedLines({ ended }: BoxRow, { say }: Pick<Telling, 'say'>): string[] {
  if (!ended) return [];
  return [ended, ...(ended.later ?? [])].map(({ at, by, reason }, index) =>
    say(index === 0 ? 'boxes.endedOn' : 'boxes.endedLater', {
      ...{ day: istDate(at), reason: reason || say('boxes.unknown') },
      by: by ?? say('boxes.endedByCentre'),
    }),
  );
}

/** Whether a box has told how it is. */
export function isKnown({ healthAt, version, diskFreeMb, lastBackup }: BoxRow['status']): boolean {
  return [healthAt, version, diskFreeMb, lastBackup].some((told) => told !== undefined);
}

/** `3 h ago`: as exact as it helps to be. */
export function sayAgo(iso: string, { say, now }: Pick<Telling, 'say' | 'now'>): string {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000);
  if (minutes < 1) return say('boxes.now');
  if (minutes < 120) return say('boxes.minutes', { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? say('boxes.hours', { n: hours }) : say('boxes.days', { n: Math.floor(hours / 24) });
}

export function freePercent({ diskFreeMb, diskTotalMb }: BoxRow['status']): number | null {
  if (diskFreeMb === undefined || diskTotalMb === undefined || diskTotalMb <= 0) return null;
  return Math.floor((100 * diskFreeMb) / diskTotalMb);
}

/** Some seconds are nobody's concern. */
const RIGHT_S = 5;

function sayClock(errorS: number | undefined, say: Translate): string {
  if (errorS === undefined) return say('boxes.unknown');
  if (Math.abs(errorS) <= RIGHT_S) return say('boxes.clockRight');
  const text = sayLength(Math.abs(errorS), say);
  return say(errorS > 0 ? 'boxes.clockAhead' : 'boxes.clockBehind', { text });
}

/** A stretch of seconds in one unit. */
function sayLength(seconds: number, say: Translate): string {
  if (seconds < 120) return say('boxes.seconds', { n: Math.round(seconds) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return say('boxes.minutesLong', { n: minutes });
  const hours = Math.round(minutes / 60);
  return hours < 48
    ? say('boxes.hoursLong', { n: hours })
    : say('boxes.daysLong', { n: Math.round(hours / 24) });
}

function sayBackup({ lastBackup, backupTrouble }: BoxRow['status'], telling: Telling): string {
  if (lastBackup !== undefined) return sayAgo(lastBackup, telling);
  return telling.say(backupTrouble === undefined ? 'boxes.unknown' : 'boxes.noBackup');
}

function sayPower({ onBattery, batteryPercent }: BoxRow['status'], say: Translate): string {
  if (onBattery === undefined) return say('boxes.unknown');
  if (!onBattery) return say('boxes.mains');
  return batteryPercent === undefined
    ? say('boxes.battery')
    : say('boxes.batteryPercent', { n: Math.round(batteryPercent) });
}

function sayLine({ lineKind, lineBytesPerS }: BoxRow['status'], say: Translate): string {
  if (lineKind !== undefined && lineKind !== 'up' && lineKind !== 'slow')
    return say(`boxes.lineKind.${lineKind}`);
  if (lineBytesPerS !== undefined) return say('boxes.speed', { kb: Math.round(lineBytesPerS / 100) / 10 });
  return lineKind === undefined ? say('boxes.unknown') : say(`boxes.lineKind.${lineKind}`);
}
