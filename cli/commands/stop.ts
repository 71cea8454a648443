import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { stopServer } from '../tasks/stop-server.js';

export function addStopCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('stop').summary('stop the running server'))
    .description('Asks the running server to stop, and waits until it has.')
    .addHelpText(
      'after',
      examplesHelp(['nadi stop']) + exitCodesHelp(['server-not-running', 'server-running', 'not-set-up']),
    )
    .action(async (_: unknown, cmd: Command) => {
      await runCommand(context, cmd.optsWithGlobals<CommonOptions>(), async ({ folder, say, print }) => {
        await stopServer(folder);
        print({ stopped: true }, () => [say('cli.start.stopped')]);
      });
    });
}
