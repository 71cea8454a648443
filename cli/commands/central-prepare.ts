import type { Command } from 'commander';
import { generatePassword } from '../../node-server/admin/generate-password.js';
import { readBoxId } from '../../records/ids.js';
import { addCentreOptions, openCentre, type CentreFlags } from '../centre-options.js';
import type { CommandContext } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { preparedLines } from '../prepared-lines.js';
import { runCommand } from '../run-command.js';

export function addCentralPrepareCommand(central: Command, context: CommandContext): void {
  addCentreOptions(central.command('prepare').summary('make what a box needs at the district server'))
    .description(
      "Makes the box's databases, validation and user in any CouchDB 3.x, and prints the password; safe to run again, with a new password each time. With a gateway, nadi central enrol gives the box a code instead.",
    )
    .argument('<box>', 'code of the box, such as BR1042', readBoxId)
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central prepare BR1042 --url https://centre.example:6984 --password-file admin-password',
      ]) + exitCodesHelp(['centre-unreachable', 'centre-refused']),
    )
    .action(async (box: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CentreFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const nano = await openCentre(flags);
        const password = generatePassword();
        const { prepareFacility } = await import('../../central/facility-database.js');
        const prepared = await prepareFacility({ nano, box, password });
        print({ box, password, prepared }, () => [
          ...preparedLines(prepared, say),
          say('cli.central.password', { box, password }),
          say('cli.central.next', { box, url: flags.url }),
        ]);
      });
    });
}
