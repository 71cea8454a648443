import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';

export type BackupKeyFlags = CommonOptions & {
  new?: boolean;
  print?: string;
  yes?: boolean;
  check?: string;
  centre?: string;
};

export function addBackupKeyCommand(backup: Command, context: CommandContext): void {
  addCommonOptions(backup.command('key').summary('make the recovery key, which opens the backups'))
    .description(
      'Makes the recovery key and shows it once, as twelve words and a QR code. The box keeps only the half that ' +
        'closes backups; the words open them. Keep them in the safe, not at the box.',
    )
    .option('--new', 'make another one, though there is one; older backups still need the older words')
    .option('--print <file>', 'also write the sheet for the safe, a PDF')
    .option('--yes', 'do not ask for some of the words')
    .option('--check <file>', "only say whether the words in this file are this box's key")
    .option(
      '--centre <key>',
      "also encrypt backups to the district server's age key, age1…; none takes it away",
    )
    .addHelpText(
      'after',
      examplesHelp([
        'nadi backup key --print sheet.pdf',
        'nadi backup key --check words',
        'nadi backup key --centre age1…',
      ]) + exitCodesHelp(['conflict', 'not-set-up', 'disk-full', 'backup-wrong-key']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<BackupKeyFlags>();
      await runCommand(context, flags, async (run) => {
        // Drawing and keys take a third of a second to load, which no other command should wait for.
        const { showRecoveryKey } = await import('../tasks/show-recovery-key.js');
        await showRecoveryKey(context, run, flags);
      });
    });
}
