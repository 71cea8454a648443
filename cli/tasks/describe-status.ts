import type { AdminStatus } from '../../node-server/admin/admin-api.js';
import type { BackupHealth } from '../../node-server/backup/backup-api.js';
import { describeSync, sayTime } from '../../sync/sync-state.js';
import type { Language, Translate } from '../../templates/locale.js';
import { forerunnerFacts } from './forerunner-facts.js';
import { judgeHealth, type Health } from './judge-health.js';
import { standbyFacts } from './standby-facts.js';

/** A box's state in one language's words, for the screen and the printed status alike. */
export interface StatusWords {
  level: Health['level'];
  headline: string;
  /** what is not well, worst first */
  reasons: string[];
  facility: string;
  clock: string;
  today: string;
  stations: { name: string; waiting: number; serving: number; onHold: number }[];
  /** `minor`: may go where room is short */
  facts: { label: string; value: string; minor?: true }[];
  errors: string[];
}

const inGb = (bytes: number): string => (bytes / 1_000_000_000).toFixed(1);

export function describeStatus(status: AdminStatus, language: Language, say: Translate): StatusWords {
  const health = judgeHealth(status);
  const words = (key: string, params?: Record<string, string | number>): string => say(`cli.${key}`, params);
  const reasons = health.reasons.map((reason) => words(`reasons.${reason}`));
  const { disk, clock, sync } = status;
  const now = sayTime(clock.now, language);
  const clockWords =
    clock.behindMs > 0
      ? words('values.clockBehind', { time: now, minutes: Math.ceil(clock.behindMs / 60_000) })
      : words('values.clock', { time: now });
  const syncError = sync.lastError === undefined ? '' : ` · ${sync.lastError.message}`;
  return {
    level: health.level,
    headline: words(`health.${health.level}`),
    reasons,
    facility: `${status.name[language]} · ${status.box}`,
    clock: now,
    today: words('values.today', { arrived: status.today.arrived, finished: status.today.finished }),
    stations: status.today.stations.map(({ station, ...counts }) => ({
      name: say(`stations.${station}.name`),
      ...counts,
    })),
    facts: [
      { label: words('labels.sync'), value: describeSync(sync, language, say) + syncError },
      ...forerunnerFacts(sync.forerunners, words),
      {
        label: words('labels.disk'),
        value: words('values.disk', { free: inGb(disk.freeBytes), total: inGb(disk.totalBytes) }),
      },
      ...(status.backup
        ? [{ label: words('labels.backup'), value: backupWords(status.backup, language, words) }]
        : []),
      ...standbyFacts(status, language, say),
      { label: words('labels.clock'), value: clockWords },
      {
        minor: true,
        label: words('labels.records'),
        value: words('values.records', { records: status.records, patients: status.patients }),
      },
      {
        minor: true,
        label: words('labels.running'),
        value: words('values.running', {
          time: sayTime(status.startedAt, language),
          version: status.version,
          memory: Math.round(status.memory.rssBytes / 1_000_000),
        }),
      },
      { label: words('labels.addresses'), value: status.addresses.join('  ') },
    ],
    errors: status.errors.map((error) => `${sayTime(error.at, language)}  ${error.code}  ${error.message}`),
  };
}

function backupWords(backup: BackupHealth, language: Language, words: Translate): string {
  if (backup.isRunning) return words('values.backupRunning');
  const last =
    backup.lastAt === null
      ? words('values.backupNone')
      : words('values.backup', { time: sayTime(backup.lastAt, language) });
  return backup.trouble ? `${last} · ${backup.trouble.message}` : last;
}
