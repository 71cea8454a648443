import type { Command } from 'commander';
import { ERROR_TABLE } from '../../records/error-table.js';
import type { LedgerReport } from '../../records/ledger-finding.js';
import { FacilityError } from '../../records/facility-error.js';
import { auditLines } from '../audit-lines.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';
import { verifyCentre, verifyFile, verifyHere } from '../tasks/verify-audit.js';

type VerifyFlags = CommonOptions & {
  fromCentre?: string | true;
  file?: string;
  box?: string;
  user?: string;
  passwordFile?: string;
  key?: string[];
};

export function addAuditVerifyCommand(audit: Command, context: CommandContext): void {
  addCommonOptions(audit.command('verify').summary('check that nothing is missing and nothing was changed'))
    .description(
      'Checks numbers, times, hash chain, seals and signatures: of the running box, of a data folder whose server is stopped, of what the centre has, or of a signed export. Needs no line unless it asks the centre. What is wrong is named as exactly as the seals tell; then the exit code is 21.',
    )
    .option('--from-centre [address]', "check what the centre has; without an address, the box's own centre")
    .option('--file <file>', 'check a file that nadi audit export made')
    .option('--box <code>', 'whose records at the centre (the box of the data folder)')
    .option('--user <name>', "user at the centre (the box's code)")
    .option('--password-file <file>', "file with the password at the centre (the data folder's)")
    .option('--key <key...>', 'public keys, of which one must have signed; the box shows its own')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi audit verify',
        'nadi audit verify --file export.json --key 7Hx…',
        'nadi audit verify --from-centre https://centre.example:6984 --box BR1042 --password-file password',
      ]) +
        exitCodesHelp([
          'store-locked',
          'store-damaged',
          'not-set-up',
          'centre-unreachable',
          'centre-refused',
          'centre-not-set',
          'audit-failed',
        ]),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<VerifyFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const trusted = flags.key === undefined ? {} : { trusted: flags.key };
        const report = await showJob<LedgerReport>(context, say, jobFor(flags, folder, trusted));
        if (report === null) return context.setExitCode(CANCELLED);
        print(report, () => auditLines(report, say));
        if (!report.whole) context.setExitCode(ERROR_TABLE['audit-failed'].exit);
      });
    });
}

function jobFor(flags: VerifyFlags, folder: string, trusted: { trusted?: string[] }) {
  const { fromCentre, file, box, user, passwordFile } = flags;
  if (file !== undefined && fromCentre !== undefined) {
    throw new FacilityError('bad-input', '--file and --from-centre cannot stand together', {
      hint: 'Check one after the other.',
      fields: [{ field: 'file', code: 'notValid' }],
    });
  }
  if (file !== undefined) return verifyFile(file, trusted);
  if (fromCentre === undefined) return verifyHere(folder, trusted);
  return verifyCentre({
    folder,
    ...(fromCentre === true ? {} : { url: fromCentre }),
    ...(box === undefined ? {} : { box }),
    ...(user === undefined ? {} : { user }),
    ...(passwordFile === undefined ? {} : { passwordFile }),
    ...trusted,
  });
}
