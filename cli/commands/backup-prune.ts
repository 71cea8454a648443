import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { pruneBackups } from '../tasks/control-backups.js';
import { saySize } from '../say-size.js';

type BackupPruneFlags = CommonOptions & { dryRun?: boolean };

export function addBackupPruneCommand(backup: Command, context: CommandContext): void {
  addCommonOptions(backup.command('prune').summary('remove backups that the rule does not keep'))
    .description(
      'Keeps the last backup of each of the last days, weeks and months, and what they stand on; always the newest ' +
        'one, and the newest that was read back. A scheduled backup prunes by itself.',
    )
    .option('--dry-run', 'only say what would go')
    .addHelpText(
      'after',
      examplesHelp(['nadi backup prune --dry-run', 'nadi backup prune']) +
        exitCodesHelp(['conflict', 'not-set-up', 'server-not-running', 'backup-no-place']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<BackupPruneFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const answer = await pruneBackups(folder, flags.dryRun ?? false);
        print(answer, () => [
          ...answer.removed.map(({ file, bytes }) =>
            say(answer.dryRun ? 'cli.backup.wouldRemove' : 'cli.backup.removed', {
              file,
              size: saySize(bytes),
            }),
          ),
          say('cli.backup.kept', { kept: answer.kept, removed: answer.removed.length }),
        ]);
      });
    });
}
