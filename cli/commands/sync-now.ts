import type { Command } from 'commander';
import { describeSync } from '../../sync/sync-state.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { syncNow } from '../tasks/control-sync.js';

export function addSyncNowCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('now').summary('send what waits, at once'))
    .description('Sends what waits and fetches what is there, and waits up to 30 s for the outcome.')
    .addHelpText(
      'after',
      examplesHelp(['nadi sync now']) +
        exitCodesHelp([
          'centre-unreachable',
          'centre-refused',
          'box-revoked',
          'centre-not-set',
          'not-set-up',
          'server-not-running',
        ]),
    )
    .action(async (_: unknown, cmd: Command) => {
      await runCommand(
        context,
        cmd.optsWithGlobals<CommonOptions>(),
        async ({ folder, language, say, print }) => {
          const answer = await syncNow(folder);
          print(answer, () => [
            describeSync(answer.sync, language, say),
            ...(answer.done ? [] : [say('cli.sync.goesOn')]),
          ]);
        },
      );
    });
}
