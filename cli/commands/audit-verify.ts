import { Option, type Command } from 'commander';
import { ERROR_TABLE } from '../../records/error-table.js';
import type { LedgerReport } from '../../records/ledger-finding.js';
import { FacilityError } from '../../records/facility-error.js';
import { readBoxId } from '../../records/ids.js';
import { auditLines } from '../audit-lines.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';
import { STICK_FAILURES } from '../stick-failures.js';
import type { AuditSource } from '../tasks/audit/audit-source.js';
import { backupSource } from '../tasks/audit/backup-source.js';
import { bundleSource } from '../tasks/audit/bundle-source.js';
import { centreSource } from '../tasks/audit/centre-source.js';
import { fileSource } from '../tasks/audit/file-source.js';
import { hereSource } from '../tasks/audit/here-source.js';
import { pagesSource, verifyArea } from '../tasks/audit/pages-source.js';
import type { PagesOrder } from '../tasks/officer-at-pages.js';
import { verdictLines } from '../officer-lines.js';

type VerifyFlags = CommonOptions & {
  centre?: string | true;
  /** the name that `--centre` had first */
  fromCentre?: string | true;
  pages?: string;
  area?: string;
  backup?: string;
  file?: string;
  bundle?: string;
  centreKeys?: string;
  box?: string;
  user?: string;
  passwordFile?: string;
  recoveryKeyFile?: string;
  key?: string[];
};

export function addAuditVerifyCommand(audit: Command, context: CommandContext): void {
  addCommonOptions(audit.command('verify').summary('check that nothing is missing and nothing was changed'))
    .description(
      'Checks numbers, times, hash chain, seals and signatures: of the running box, of a data folder whose server is stopped, of a backup, of what the district server has (as an officer of the area: --pages), of a file for a stick, or of a signed export. Needs no line unless it asks the district server. What is wrong is named as exactly as the seals tell; then the exit code is 21.',
    )
    .option(
      '--backup <path>',
      'check a backup, or the newest one in a folder, with those that it goes on from',
    )
    .option(
      '--recovery-key-file <file>',
      "file with the words of the recovery key, to open the backup (the box's own key)",
    )
    .option(
      '--centre [address]',
      "check what the district server has; without an address, the box's own district server",
    )
    .addOption(new Option('--from-centre [address]').hideHelp())
    .option(
      '--pages <address>',
      "have the district server's pages check what the district server has, logged in there as an officer of the area",
    )
    .option('--area <codes>', 'with --pages: all boxes of a state, district or block, such as 10/203')
    .option('--file <file>', 'check a file that nadi audit export made')
    .option('--bundle <file>', 'check a file that nadi sync export wrote')
    .option(
      '--centre-keys <folder>',
      "the district server's keys, to open the file of another box (the box's own key)",
    )
    .option(
      '--box <code>',
      "whose records at the district server or among the backups (the data folder's box)",
      readBoxId,
    )
    .option('--user <name>', "user at the district server (the box's code)")
    .option('--password-file <file>', "file with the password at the district server (the data folder's)")
    .option('--key <key...>', 'public keys, of which one must have signed; the box shows its own')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi audit verify',
        'nadi audit verify --backup /media/usb/nadi',
        'nadi audit verify --backup /media/usb/nadi --recovery-key-file words --data /nowhere',
        'nadi audit verify --bundle /media/usb/nadi/BR1042-….nadisync',
        'nadi audit verify --file export.json --key 7Hx…',
        'nadi audit verify --centre https://centre.example:6984 --box BR1042 --password-file password',
        'nadi audit verify --pages https://centre.example:8443 --user anita.dho --password-file FILE --box BR1042',
        'nadi audit verify --pages https://centre.example:8443 --user anita.dho --password-file FILE --area 10/203',
      ]) +
        exitCodesHelp([
          'not-found',
          'not-allowed',
          'not-logged-in',
          'too-many-tries',
          'store-locked',
          'store-damaged',
          'not-set-up',
          'centre-unreachable',
          'centre-refused',
          'centre-not-set',
          'backup-damaged',
          'backup-gap',
          'backup-wrong-key',
          'backup-no-key',
          'backup-no-place',
          ...STICK_FAILURES,
          'audit-failed',
        ]),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<VerifyFlags>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        if (flags.area !== undefined) {
          const verdicts = await showJob(context, say, verifyArea(areaOrder(flags)));
          if (verdicts === null) return context.setExitCode(CANCELLED);
          print(
            {
              boxes: verdicts.map(({ error, ...rest }) => ({
                ...rest,
                ...(error ? { error: error.code } : {}),
              })),
            },
            () => verdictLines(verdicts, { say, language, now: Date.now() }),
          );
          const isWhole = verdicts.every(({ report }) => report?.whole === true);
          return isWhole ? undefined : context.setExitCode(ERROR_TABLE['audit-failed'].exit);
        }
        const trusted = flags.key === undefined ? {} : { trusted: flags.key };
        const job = chooseSource(flags, folder).verify(trusted);
        const report = await showJob<LedgerReport>(context, say, job);
        if (report === null) return context.setExitCode(CANCELLED);
        print(report, () => auditLines(report, say));
        if (!report.whole) context.setExitCode(ERROR_TABLE['audit-failed'].exit);
      });
    });
}

/** At most one place is named; a new kind of place is one more line here. */
function chooseSource(flags: VerifyFlags, folder: string): AuditSource {
  const { pages, backup, file, bundle, box, user, passwordFile, recoveryKeyFile, centreKeys } = flags;
  const centre = flags.centre ?? flags.fromCentre;
  const places: Record<string, AuditSource | undefined> = {
    backup:
      backup === undefined
        ? undefined
        : backupSource({ folder, path: backup, ...given({ box, recoveryKeyFile }) }),
    centre:
      centre === undefined
        ? undefined
        : centreSource({
            folder,
            ...(centre === true ? {} : { url: centre }),
            ...given({ box, user, passwordFile }),
          }),
    pages: pages === undefined ? undefined : pagesSource(areaOrder(flags)),
    file: file === undefined ? undefined : fileSource(file),
    bundle:
      bundle === undefined ? undefined : bundleSource({ folder, path: bundle, ...given({ centreKeys }) }),
  };
  const [first, second] = Object.entries(places).filter(([, source]) => source !== undefined);
  if (first && second) {
    throw new FacilityError('bad-input', `--${first[0]} and --${second[0]} cannot stand together`, {
      hint: 'hints.oneByOne',
      fields: [{ field: second[0], code: 'notValid' }],
    });
  }
  return first?.[1] ?? hereSource(folder);
}

/** Throws `bad-input` where it isn't said whose records are meant, or at which pages. */
function areaOrder({ pages, user, passwordFile, box, area }: VerifyFlags): PagesOrder {
  if (pages === undefined || (box === undefined) === (area === undefined)) {
    const field = pages === undefined ? 'pages' : 'box';
    throw new FacilityError('bad-input', '--pages needs --box or --area, and --area needs --pages', {
      hint: 'hints.boxOrArea',
      fields: [{ field, code: 'required' }],
    });
  }
  return { pages, ...given({ user, passwordFile, box, area }) };
}

/** Without those that were not given. */
function given<K extends string>(flags: Record<K, string | undefined>): Partial<Record<K, string>> {
  const entries = Object.entries(flags).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Record<K, string>>;
}
