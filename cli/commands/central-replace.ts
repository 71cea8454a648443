import type { Command } from 'commander';
import { generatePassword } from '../../node-server/admin/generate-password.js';
import { readBoxId } from '../../records/ids.js';
import { addCentreOptions, openCentre, type CentreFlags } from '../centre-options.js';
import type { CommandContext } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { preparedLines } from '../prepared-lines.js';
import { runCommand } from '../run-command.js';

export function addCentralReplaceCommand(central: Command, context: CommandContext): void {
  addCentreOptions(central.command('replace').summary('let a new box take over from a lost one'))
    .description(
      'Prepares the box that takes over from a lost or broken one, and tells the old one, should it come back, that it is replaced: it then takes no more records and sends those that it still has. Safe to run again, with a new password each time.',
    )
    .argument('<box>', 'code of the lost box, such as BR1042', readBoxId)
    .argument('[by]', 'code of the new box (else the next letter: BR1042b)', readBoxId)
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central replace BR1042 --url https://centre.example:6984 --password-file admin-password',
      ]) + exitCodesHelp(['centre-unreachable', 'centre-refused']),
    )
    .action(async (box: string, by: string | undefined, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CentreFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const nano = await openCentre(flags);
        const password = generatePassword();
        const { replaceBox } = await import('../../central/replace-box.js');
        const answer = await replaceBox({
          nano,
          box,
          ...(by === undefined ? {} : { by }),
          password,
          at: new Date().toISOString(),
        });
        print({ box, ...answer, password }, () => [
          ...preparedLines(answer.prepared, say),
          say('cli.central.password', { box: answer.by, password }),
          say('cli.restore.afterReplace', { box, by: answer.by, url: flags.url }),
        ]);
      });
    });
}
