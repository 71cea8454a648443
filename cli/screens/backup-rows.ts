import type { BackupList, BackupOverview } from '../../node-server/backup/backup-api.js';
import { recipientFingerprint } from '../../sync/sealed-file/recipient-fingerprint.js';
import { sayTime } from '../../sync/sync-state.js';
import type { Language, Translate } from '../../templates/locale.js';
import { displayWidth, fit } from '../components/display-width.js';
import { scrollTo } from '../components/form-rows.js';
import type { Piece } from '../components/row.js';
import { saySize } from '../say-size.js';
import { WEEKDAYS } from '../tasks/change-backup-plan.js';

/** A backup file with the folder that it lies in. */
export type ListedBackup = BackupList['places'][number]['files'][number];

interface Shown {
  say: Translate;
  language: Language;
  rows: number;
  /** milliseconds since the epoch */
  now: number;
}

/** How things stand, and below it the backups that are there, the chosen one marked. */
export function backupRows(
  overview: BackupOverview,
  backups: readonly ListedBackup[] | null,
  at: number,
  shown: Shown,
): Piece[][] {
  const head = [...stateRows(overview, shown), [], ...factRows(overview, shown), []];
  return [...head, ...listRows(backups, at, { ...shown, rows: shown.rows - head.length })];
}

function stateRows(overview: BackupOverview, { say, language, now }: Shown): Piece[][] {
  const { lastAt, isOld, hasKey, running, trouble } = overview;
  const [mark, color, text] = running
    ? ['●', 'cyan' as const, say('cli.values.backupRunning')]
    : !hasKey
      ? ['▲', 'yellow' as const, say('cli.backupScreen.noKey')]
      : lastAt === null
        ? ['▲', 'yellow' as const, say('cli.backup.none')]
        : [
            isOld ? '▲' : '●',
            isOld ? ('yellow' as const) : ('green' as const),
            say('cli.backupScreen.last', {
              time: sayTime(lastAt, language),
              age: sayAge(now - Date.parse(lastAt), say),
            }),
          ];
  const banner: Piece = { text: ` ${mark}  ${text} `, bold: true, inverse: true, color };
  const told =
    isOld && hasKey && !running
      ? say('cli.backupScreen.old')
      : trouble && `${sayTime(trouble.at, language)}: ${trouble.message}`;
  return [[banner], ...(told === undefined ? [] : [[{ text: `    ${told}`, color: 'yellow' as const }]])];
}

/** How long ago, in the largest unit that says enough. */
function sayAge(ms: number, say: Translate): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 90) return say('cli.backupScreen.minutesAgo', { n: minutes });
  if (minutes < 48 * 60) return say('cli.backupScreen.hoursAgo', { n: Math.round(minutes / 60) });
  return say('cli.backupScreen.daysAgo', { n: Math.round(minutes / 60 / 24) });
}

function factRows({ plan, places, next }: BackupOverview, { say, language }: Shown): Piece[][] {
  const { schedule, keep, recoveryKey } = plan;
  const standing = places.map(
    ({ place, folder, state }) =>
      `${folder ?? say(`cli.backup.place.${place.kind}`)}: ${say(`cli.backup.state.${state}`)}`,
  );
  const facts: [string, string][] = [
    [
      'key',
      recoveryKey === undefined
        ? say('cli.backupScreen.keyNone')
        : say('cli.backupScreen.keyMade', { fingerprint: recipientFingerprint(recoveryKey) }),
    ],
    ...(standing.length === 0 ? ['–'] : standing)
      .slice(0, 3)
      .map((text, index): [string, string] => [index === 0 ? 'places' : '', text]),
    [
      'schedule',
      schedule
        ? say('cli.backup.schedule.on', {
            time: schedule.time,
            day: say(`cli.backup.days.${WEEKDAYS[schedule.fullOn] ?? ''}`),
          })
        : say('cli.backupScreen.atWill'),
    ],
    ['next', next === null ? '–' : sayTime(next, language)],
    ['keep', say('cli.backupScreen.keeps', { ...keep })],
  ];
  const label = (name: string): string => (name === '' ? '' : say(`cli.backupScreen.${name}`));
  const width = Math.max(...facts.map(([name]) => displayWidth(label(name)))) + 2;
  return facts.map(([name, text]): Piece[] => [
    { text: ` ${fit(label(name), width)}`, bold: true },
    { text },
  ]);
}

function listRows(
  backups: readonly ListedBackup[] | null,
  at: number,
  { say, language, rows }: Shown,
): Piece[][] {
  if (backups === null) return [[{ text: ` ${say('cli.backupScreen.looking')}`, dim: true }]];
  if (backups.length === 0) return [[{ text: ` ${say('cli.backupScreen.none')}`, dim: true }]];
  const cells = backups.map(({ file, header, bytes, problem, verified }) => [
    header === null ? file : sayTime(header.at, language),
    header === null ? '' : say(`cli.backupScreen.${header.kind}`),
    header === null ? '' : `${header.from + 1}–${header.upTo}`,
    saySize(bytes),
    problem?.message ?? say(verified ? 'cli.backup.readBack' : 'cli.backup.notReadBack'),
  ]);
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...cells.map((row) => displayWidth(row[i] ?? ''))));
  const line = (row: readonly string[]): string =>
    row.map((text, i) => fit(text, widths[i] ?? 0, i === 2 || i === 3 ? 'right' : 'left')).join('  ');
  const lines = cells.map((row, index): Piece[] => [
    { text: index === at ? ' ▸ ' : '   ', color: 'cyan' },
    { text: line(row), inverse: index === at },
    ...(backups[index]?.problem ? [{ text: ' ✖', color: 'red' as const }] : []),
  ]);
  return [
    [{ text: ` ${say('cli.backupScreen.there', { n: backups.length })}`, bold: true }],
    ...scrollTo(lines, at, Math.min(lines.length, Math.max(1, rows - 1))),
  ];
}
