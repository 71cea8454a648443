import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { syncLines } from '../sync-lines.js';
import { readSyncReport } from '../tasks/control-sync.js';
import { describeReport } from '../tasks/describe-sync.js';

export function addSyncStatusCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('status').summary('say how far sync is'))
    .description(
      'Says when the centre last confirmed, what waits and about how long it takes, how the line was in the last day, and what to do; being without a line is no error here.',
    )
    .addHelpText(
      'after',
      examplesHelp(['nadi sync status']) + exitCodesHelp(['not-set-up', 'server-not-running']),
    )
    .action(async (_: unknown, cmd: Command) => {
      await runCommand(
        context,
        cmd.optsWithGlobals<CommonOptions>(),
        async ({ folder, language, say, print }) => {
          const report = await readSyncReport(folder);
          print(report, () => syncLines(describeReport(report, language, say)));
        },
      );
    });
}
