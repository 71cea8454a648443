import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { saySize } from '../say-size.js';
import { showJob } from '../show-job.js';
import { makeBackup } from '../tasks/control-backups.js';

type BackupNowFlags = CommonOptions & { to?: string; full?: boolean };

export function addBackupNowCommand(backup: Command, context: CommandContext): void {
  addCommonOptions(backup.command('now').summary('make a backup, and read it back'))
    .description(
      'Writes what is new since the last backup at that place (the first time everything), reads it back and ' +
        'records it. The server goes on serving. Ctrl-C ends it without harm.',
    )
    .option(
      '--to <folder>',
      'folder for the file (else the first place that is there: nadi backup place list)',
    )
    .option('--full', 'everything, also where an incremental would do')
    .addHelpText(
      'after',
      examplesHelp(['nadi backup now', 'nadi backup now --to /media/stick/nadi --full']) +
        exitCodesHelp([
          'conflict',
          'disk-full',
          'not-set-up',
          'server-not-running',
          'backup-damaged',
          'backup-no-key',
          'backup-no-place',
        ]) +
        `\n ${CANCELLED}  ended by Ctrl-C`,
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<BackupNowFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const job = makeBackup(folder, {
          ...(flags.to === undefined ? {} : { to: resolve(flags.to) }),
          ...(flags.full ? { full: true } : {}),
        });
        const result = await showJob(context, say, job);
        if (!result) {
          context.stderr.write(`${say('cli.backup.cancelled')}\n`);
          context.setExitCode(CANCELLED);
          return;
        }
        const { file, kind, from, upTo, bytes, tookMs } = result;
        print(result, () => [
          say(`cli.backup.made.${kind}`, { file, from: from + 1, upTo }),
          say('cli.backup.where', {
            folder: result.folder,
            size: saySize(bytes),
            seconds: Math.ceil(tookMs / 1000),
          }),
        ]);
      });
    });
}
