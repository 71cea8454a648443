import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { readService, thisHost } from '../tasks/manage-service.js';

export function addServiceStatusCommand(service: Command, context: CommandContext): void {
  addCommonOptions(service.command('status').summary('say whether the server starts with the machine'))
    .description('Says whether the service is installed, starts with the machine, and runs now.')
    .addHelpText('after', examplesHelp(['nadi service status --json']) + exitCodesHelp(['conflict']))
    .action(async (_: unknown, cmd: Command) => {
      await runCommand(context, cmd.optsWithGlobals<CommonOptions>(), async ({ say, print }) => {
        const state = await readService(thisHost());
        print(state, () => [
          state.installed
            ? say('cli.service.state', {
                folder: state.folder ?? '–',
                starts: say(state.enabled ? 'cli.service.yes' : 'cli.service.no'),
                active: state.active,
              })
            : say('cli.service.none'),
        ]);
      });
    });
}
