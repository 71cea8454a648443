import { resolve } from 'node:path';
import type { Command } from 'commander';
import { sayTime } from '../../sync/sync-state.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { listBackupsOf, readBackups } from '../tasks/control-backups.js';
import { saySize } from '../say-size.js';

type BackupListFlags = CommonOptions & { in?: string };

export function addBackupListCommand(backup: Command, context: CommandContext): void {
  addCommonOptions(backup.command('list').summary('show the backups that are there'))
    .description(
      'Lists the backups at all places that are there now, the oldest first, and says which are not whole.',
    )
    .option('--in <folder>', 'only those in this folder')
    .addHelpText(
      'after',
      examplesHelp(['nadi backup list', 'nadi backup list --in /media/stick/nadi --json']) +
        exitCodesHelp(['not-set-up', 'server-not-running', 'backup-no-place']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<BackupListFlags>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const list = await listBackupsOf(folder, flags.in === undefined ? undefined : resolve(flags.in));
        const { lastAt, next } = await readBackups(folder);
        print({ ...list, lastAt, next }, () => [
          ...list.places.flatMap(({ folder: place, files }) => [
            place,
            ...files.map(({ file, bytes, problem, verified }) =>
              [
                `  ${file}`,
                saySize(bytes).padStart(9),
                problem?.message ?? say(verified ? 'cli.backup.readBack' : 'cli.backup.notReadBack'),
              ].join('  '),
            ),
            ...(files.length === 0 ? [`  ${say('cli.backup.none')}`] : []),
          ]),
          ...(list.places.length === 0 ? [say('cli.backup.noPlace')] : []),
          lastAt === null
            ? say('cli.values.backupNone')
            : say('cli.values.backup', { time: sayTime(lastAt, language) }),
          ...(next === null ? [] : [say('cli.backup.next', { time: sayTime(next, language) })]),
        ]);
      });
    });
}
