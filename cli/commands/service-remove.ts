import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { removeService, thisHost } from '../tasks/manage-service.js';

export function addServiceRemoveCommand(service: Command, context: CommandContext): void {
  addCommonOptions(service.command('remove').summary('no longer start the server with the machine'))
    .description('Stops the server and takes its systemd unit away. The data stay as they are.')
    .addHelpText(
      'after',
      examplesHelp(['sudo nadi service remove']) + exitCodesHelp(['not-allowed', 'conflict']),
    )
    .action(async (_: unknown, cmd: Command) => {
      await runCommand(context, cmd.optsWithGlobals<CommonOptions>(), async ({ say, print }) => {
        const outcome = await removeService(thisHost());
        print(outcome, () => [say(outcome.removed ? 'cli.service.removed' : 'cli.service.none')]);
      });
    });
}
