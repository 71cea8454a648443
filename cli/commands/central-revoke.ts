import type { Command } from 'commander';
import { generatePassword } from '../../node-server/admin/generate-password.js';
import { istDate } from '../../records/day.js';
import { readBoxId } from '../../records/ids.js';
import { addCentreOptions, openCentre, type CentreFlags } from '../centre-options.js';
import type { CommandContext } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { runCommand } from '../run-command.js';

type RevokeFlags = CentreFlags & { reason: string };

export function addCentralRevokeCommand(central: Command, context: CommandContext): void {
  addCentreOptions(central.command('revoke').summary("end a box's access to the district server"))
    .description(
      'Ends the access of a box at once, for one that was stolen or that should not send for now. What the district server has of it stays; what the box still holds stays on the box. The box shows the reason. nadi central enrol lets it in again.',
    )
    .argument('<box>', 'code of the box, such as BR1042', readBoxId)
    .requiredOption('--reason <text>', 'shown at the box; run again, a further one is kept beside it')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central revoke BR1042 --reason "stolen on 20 November" --url https://centre.example:6984 --password-file admin-password',
      ]) + exitCodesHelp(['not-found', 'centre-unreachable', 'centre-refused']),
    )
    .action(async (box: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<RevokeFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const nano = await openCentre(flags);
        const { revokeBox } = await import('../../central/enrol/revoke-box.js');
        const { reason } = flags;
        const password = generatePassword() + generatePassword();
        const answer = await revokeBox({
          ...{ nano, box, reason, password, by: flags.user },
          at: new Date().toISOString(),
        });
        print(answer, () => [
          say('cli.central.revoked', { box }),
          ...(answer.later
            ? [say('cli.central.revokedBefore', { day: istDate(answer.at), reason: answer.reason })]
            : []),
        ]);
      });
    });
}
