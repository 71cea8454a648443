import type { ComplianceCheck, ComplianceFacts } from './compliance-facts.js';

/** What a check found: a key under `compliance.found` and its values; null where this box cannot say. */
export interface ComplianceFinding {
  ok: boolean;
  found: string;
  params?: Record<string, string | number>;
  /** what to do: a key under `compliance.todo` where it is other than the check's own */
  todo?: string;
}

const HOUR = 3_600_000;

/** @param limit what the law names: days of logs, hours since a backup, days since its verification */
export function checkCompliance(
  check: ComplianceCheck,
  facts: ComplianceFacts,
  { now, limit = 0 }: { now: number; limit?: number },
): ComplianceFinding | null {
  switch (check) {
    case 'disk-encrypted':
      return yesNo(facts.encryption.disk, 'diskPlain');
    case 'backups-encrypted':
      return yesNo(facts.encryption.backups);
    case 'lan-encrypted':
      return yesNo(facts.encryption.lan);
    case 'centre-encrypted':
      return yesNo(facts.encryption.centre);
    case 'devices-paired':
      return yesNo(facts.pairing);
    case 'pages-lock': {
      const { lockMinutes: minutes } = facts;
      return minutes > 0 ? finding(true, 'lockMinutes', { minutes }) : finding(false, 'off');
    }
    case 'roles': {
      const active = facts.staff.filter((one) => one.active);
      const without = active.filter(({ roles }) => roles.length === 0).length;
      return finding(without === 0 && active.length > 0, 'staff', { active: active.length, without });
    }
    case 'chain': {
      const { state, records, sealedUpTo, problems } = facts.chain;
      if (state === null) return null;
      if (state === 'broken') return finding(false, 'chainBroken', { problem: problems[0] ?? '' });
      const isSealed = sealedUpTo > 0 || records === 0;
      return { ...finding(isSealed, 'chainWhole', { records, sealed: sealedUpTo }), todo: 'unsealed' };
    }
    case 'looks-recorded':
      return counted(facts.looks, (count) => finding(count > 0, 'looks', { count }));
    case 'logs-kept': {
      if (!facts.logs) return null;
      const { days, boxDays } = facts.logs;
      if (days < limit && days >= boxDays) return finding(true, 'logDaysAll', { days });
      return finding(days >= limit, 'logDays', { days, limit });
    }
    case 'records-kept':
      return facts.kept && finding(facts.kept.missing === 0, 'recordsKept', facts.kept);
    case 'backup-fresh':
      return since(facts.backup.lastGood, now, HOUR, limit, 'backupHours');
    case 'backup-verified':
      return since(facts.backup.lastVerified, now, 24 * HOUR, limit, 'verifiedDays');
    case 'consent': {
      if (!facts.consent) return null;
      const { patients, given, withdrawn } = facts.consent;
      return finding(given > 0 || patients === 0, 'consent', { patients, given, withdrawn });
    }
    case 'no-shared-login':
      return counted(facts.sharedLogins?.length, (count) => finding(count === 0, 'sharedLogins', { count }));
    case 'break-glass-reasoned': {
      if (!facts.breakGlass) return null;
      const without = facts.breakGlass.filter(({ reason }) => reason.trim() === '').length;
      return finding(without === 0, 'breakGlass', { count: facts.breakGlass.length, without });
    }
    case 'clock':
      return counted(facts.clockUncertain, (count) => finding(count === 0, 'clock', { count }));
    case 'clock-synced':
      return yesNo(facts.clockSynced);
  }
}

function finding(ok: boolean, found: string, params?: ComplianceFinding['params']): ComplianceFinding {
  return { ok, found, ...(params && { params }) };
}

function yesNo(value: boolean | null, off = 'off'): ComplianceFinding | null {
  return value === null ? null : finding(value, value ? 'on' : off);
}

function counted(
  value: number | null | undefined,
  judge: (value: number) => ComplianceFinding,
): ComplianceFinding | null {
  return value === null || value === undefined ? null : judge(value);
}

/** That there never was one is an answer, too. */
function since(
  at: number | null,
  now: number,
  unit: number,
  limit: number,
  found: string,
): ComplianceFinding {
  if (at === null) return finding(false, 'never');
  const passed = Math.max(0, Math.floor((now - at) / unit));
  return finding(passed <= limit, found, { passed, limit });
}
