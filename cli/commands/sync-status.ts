import type { Command } from 'commander';
import { describeSync, sayTime } from '../../sync/sync-state.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { readSyncState } from '../tasks/control-sync.js';

export function addSyncStatusCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('status').summary('say how far sync is'))
    .description('Says how far sync is; being without a line is no error here.')
    .addHelpText(
      'after',
      examplesHelp(['nadi sync status']) + exitCodesHelp(['not-set-up', 'server-not-running']),
    )
    .action(async (_: unknown, cmd: Command) => {
      await runCommand(
        context,
        cmd.optsWithGlobals<CommonOptions>(),
        async ({ folder, language, say, print }) => {
          const state = await readSyncState(folder);
          const { lastError } = state;
          print(state, () => [
            describeSync(state, language, say),
            `${say('cli.labels.received')}: ${say('cli.values.received', { n: state.received })}`,
            ...(lastError === undefined
              ? []
              : [
                  `${say('cli.labels.lastError')}: ${sayTime(lastError.at, language)} ${lastError.code}: ${lastError.message}`,
                ]),
          ]);
        },
      );
    });
}
