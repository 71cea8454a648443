import { needsHelp, type BoxRow } from '../../monitor/box-row.js';
import { describeBox, freePercent, isKnown, type Telling } from '../../monitor/describe-box.js';
import type { BoxLevel } from '../../monitor/judge-box.js';
import { BOX_LEVELS, isPlannedOff } from '../../monitor/order-boxes.js';
import type { Cell, Column, TableRow, Tone } from '../table/sorted-table.js';

const TONES: Record<BoxLevel, Tone> = {
  broken: 'bad',
  silent: 'bad',
  look: 'warn',
  late: 'warn',
  ok: 'good',
};

/** In the order of the page; numbers are sorted from the largest first. */
const NUMBERS = new Set(['contact', 'waiting', 'gaps', 'clock', 'backup', 'line', 'alerts']);
const KEYS = [
  ...['name', 'state', 'contact', 'waiting', 'gaps', 'clock'],
  ...['disk', 'power', 'backup', 'line', 'version', 'alerts'],
] as const;

export function boxColumns({ say }: Telling): Column[] {
  return KEYS.map((key) => ({
    key,
    words: say(`boxes.columns.${key}`),
    ...(NUMBERS.has(key) ? { isNumber: true } : {}),
    ...(key === 'state'
      ? { order: { ascending: say('boxes.worstFirst'), descending: say('boxes.wellFirst') } }
      : {}),
  }));
}

export function boxTableRow(row: BoxRow, telling: Telling): TableRow {
  const { status, level, alerts } = row;
  const words = describeBox(row, telling);
  const wrong = (kind: string): { tone?: Tone } =>
    alerts.some((alert) => alert.kind === kind) ? { tone: 'bad' } : {};
  const age = (iso: string | undefined): number | null =>
    iso === undefined ? null : telling.now - Date.parse(iso);
  const cells: Record<(typeof KEYS)[number], Cell> = {
    name: {
      text: words.name,
      value: words.name,
      href: `/boxes/${row.box}`,
      note: [
        row.box,
        ...row.placeNames.map((name) => name[telling.language]),
        ...(row.demo ? [telling.say('centre.demo')] : []),
      ].join(' · '),
    },
    state: { text: '', value: BOX_LEVELS.indexOf(level), word: words.state, tone: stateTone(row) },
    contact: { text: words.contact, value: age(status.lastContact), ...wrong('silent') },
    waiting: { text: words.waiting, value: status.waiting ?? null, ...wrong('stuck') },
    gaps: { text: words.gaps, value: status.gaps ?? null, ...wrong('gaps') },
    clock: { text: words.clock, value: absolute(status.clockErrorS), ...wrong('clock') },
    disk: { text: words.disk, value: freePercent(status), ...wrong('disk') },
    power: { text: words.power, value: powerRank(status), ...wrong('battery') },
    backup: { text: words.backup, value: age(status.lastBackup), ...wrong('backup') },
    line: { text: words.line, value: status.lineBytesPerS ?? null },
    version: { text: words.version, value: status.version ?? null },
    alerts: {
      text: alerts.length === 0 ? '–' : String(alerts.length),
      value: alerts.length + (needsHelp(row) ? 0.5 : 0),
      ...(needsHelp(row) ? { tone: 'bad' as const } : {}),
      ...(alerts.length > 0 && !needsHelp(row) ? { note: telling.say('boxes.allSeen') } : {}),
    },
  };
  return { cells };
}

export function stateTone(row: BoxRow): Tone {
  if (row.ended) return 'bad';
  return isPlannedOff(row) || (row.level === 'ok' && !isKnown(row.status)) ? 'warn' : TONES[row.level];
}

function absolute(value: number | undefined): number | null {
  return value === undefined ? null : Math.abs(value);
}

/** Who runs on a battery first, the emptiest above all. */
function powerRank({ onBattery, batteryPercent }: BoxRow['status']): number | null {
  if (onBattery === undefined) return null;
  return onBattery ? (batteryPercent ?? 0) : 1_000;
}
