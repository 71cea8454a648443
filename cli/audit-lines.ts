import type { BackupReport } from '../node-server/audit/verify-backups.js';
import { dayOf, isoDate, istTime } from '../records/day.js';
import type { LedgerReport } from '../records/ledger-finding.js';
import { keyFingerprint } from '../records/seal.js';
import type { ExportReport } from '../records/verify-export.js';
import { findingWords } from '../templates/finding-words.js';
import type { Translate } from '../templates/locale.js';

/** Findings shown on a terminal; `--json` has more. */
const SHOWN = 50;

/** What `nadi audit verify` prints. */
export function auditLines(report: LedgerReport, say: Translate): string[] {
  const { records, seals, lastSeal, unsealed, keys, clockUncertain, findings, more } = report;
  const box = report.box ?? say('audit.unknownBox');
  const isExport = 'export' in report;
  const hidden = Math.max(0, findings.length - SHOWN) + more;
  return [
    report.whole ? say('audit.whole', { box }) : say('audit.broken', { box, n: findings.length + more }),
    ...findings.slice(0, SHOWN).map((finding) => `  ${findingWords(finding, say)}`),
    ...(hidden > 0 ? [`  ${say('audit.listed', { n: hidden })}`] : []),
    ...(isExport ? exportLines(report as ExportReport, say) : []),
    ...('backup' in report ? backupLines(report as BackupReport, say) : []),
    say('audit.counted', { records, seals }),
    ...(lastSeal ? [say('audit.lastSeal', { time: timeOf(lastSeal.at), upTo: lastSeal.upTo })] : []),
    ...(unsealed > 0 ? [say('audit.unsealed', { n: unsealed })] : []),
    ...keys.map(({ id, key }) => say('audit.key', { id, fingerprint: keyFingerprint(key) })),
    ...clockUncertain.slice(0, 5).map((span) => say('audit.clockUncertain', span)),
    ...(report.whole ? [] : ['', `→ ${say('errors.audit-failed.next')}`]),
  ];
}

function exportLines({ export: made }: ExportReport, say: Translate): string[] {
  if (!made) return [];
  const { box, madeAt, publicKey, after } = made;
  return [
    say('audit.exportOf', { box, time: timeOf(madeAt), after: after.n }),
    say('audit.key', { id: publicKey, fingerprint: keyFingerprint(publicKey) }),
    say('audit.compareKey'),
  ];
}

function backupLines({ backup: { files, last } }: BackupReport, say: Translate): string[] {
  const newest = files.at(-1);
  if (!newest) return [];
  const { upTo, at } = newest;
  return [say('audit.backupOf', { file: last, files: files.length, upTo, time: timeOf(at) })];
}

function timeOf(at: string): string {
  return `${isoDate(dayOf(at))} ${istTime(at)}`;
}
