import type { ComplianceFacts } from '../../records/reports/compliance-facts.js';
import type { ReportPeriod } from '../../records/reports/report-period.js';
import { addDays, dayOf, isoDate } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import type { PatientId } from '../../records/ids.js';
import type { LedgerReport } from '../../records/ledger-finding.js';
import type { Job } from '../../records/progress.js';
import { findingWords } from '../../templates/finding-words.js';
import type { Language, Translate } from '../../templates/locale.js';
import type { BackupOverview } from '../backup/backup-api.js';
import type { BoxSettings } from '../box-folder/box-settings.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import type { Facility } from '../facility.js';
import { lockMinutesOf } from '../lan/lan-settings.js';
import { clockSynced } from './clock-synced.js';
import { diskEncrypted } from './disk-encrypted.js';
import { logSpan } from './log-span.js';
import { readLedgerFacts } from './read-ledger-facts.js';

export interface ComplianceParts {
  facility: Facility;
  /** the data folder */
  folder: string;
  backups: { overview(): Promise<Pick<BackupOverview, 'last'>> };
  /** public keys that are the box's */
  trusted: readonly string[];
  /** what only the machine knows; a test says it in its place */
  machine?: Partial<MachineFacts>;
}

interface MachineFacts {
  diskEncrypted: () => Promise<boolean | null>;
  clockSynced: () => Promise<boolean | null>;
}

export interface GatheredFacts {
  facts: ComplianceFacts;
  /** whose records the list of break-glass names */
  named: PatientId[];
}

export interface ComplianceReader {
  language: Language;
  say: Translate;
}

/** Asks the box for everything that the compliance report judges; what it cannot know stays null. */
export async function* gatherFacts(
  parts: ComplianceParts,
  period: ReportPeriod,
  { language, say }: ComplianceReader,
): Job<GatheredFacts> {
  const { facility, folder, trusted, machine } = parts;
  const { fold, report } = yield* readLedgerFacts(facility, period, trusted);
  // As the files say now: a change that waits for a restart is named by `nadi lan status`.
  const { settings } = await readBoxFolder(folder);
  const { last } = await parts.backups.overview();
  const lastGood = last ? Date.parse(last.at) : null;
  const setUpAt = fold.since ?? facility.profile().at;
  const pairing = settings.lan?.pairing ?? false;
  const shared = fold.sharedLogins.found(facility.staff.list());
  const facts: ComplianceFacts = {
    encryption: {
      disk: await (machine?.diskEncrypted ?? (() => diskEncrypted(folder)))(),
      // Nothing is written that is not encrypted; where nothing was written, nothing can be said.
      backups: last === null ? null : true,
      lan: settings.lan?.tls ?? false,
      centre: centreEncrypted(settings),
    },
    pairing,
    lockMinutes: lockMinutesOf(settings.lan),
    staff: facility.staff
      .list()
      .map(({ id, name, roles, active }) => ({ id, name: name[language], roles, active })),
    chain: chainFacts(report, say),
    logs: await logSpan(folder, { setUpAt, now: facility.now() }),
    kept: { since: isoDate(dayOf(setUpAt)), missing: missingIn(report) },
    looks: fold.looks,
    // A backup counts only when it was read back.
    backup: { lastGood, lastVerified: lastGood },
    consent: { patients: facility.patients.size, given: fold.given, withdrawn: fold.withdrawn },
    // Without pairing all devices are one to the box: that nothing was seen says nothing.
    sharedLogins: shared.length > 0 || pairing ? shared : null,
    breakGlass: fold.breakGlass,
    clockUncertain: fold.clockUncertain,
    clockSynced: await (machine?.clockSynced ?? clockSynced)(),
  };
  return { facts, named: [...fold.opened] };
}

/** Where nothing else is asked for: three months, as auditors come. Throws `bad-input` where it ends before it begins. */
export function compliancePeriod(facility: Facility, asked: Partial<ReportPeriod>): ReportPeriod {
  const to = asked.to ?? facility.today();
  const from = asked.from ?? addDays(to, -89);
  if (from <= to) return { from, to };
  throw new FacilityError('bad-input', 'The period begins after its end.', {
    hint: 'hints.fromBeforeTo',
    fields: [{ field: 'from', code: 'notValid' }],
  });
}

function centreEncrypted({ centre }: BoxSettings): boolean | null {
  return centre ? new URL(centre.url).protocol === 'https:' : null;
}

function chainFacts(
  { whole, records, lastSeal, findings }: LedgerReport,
  say: Translate,
): ComplianceFacts['chain'] {
  return {
    state: whole ? 'whole' : 'broken',
    records,
    sealedUpTo: lastSeal?.upTo ?? 0,
    problems: findings.map((one) => findingWords(one, say)),
  };
}

function missingIn({ findings }: LedgerReport): number {
  return findings.reduce((sum, one) => {
    if (one.kind === 'gap') return sum + one.to - one.from + 1;
    return sum;
  }, 0);
}
