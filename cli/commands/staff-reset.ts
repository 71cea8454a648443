import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readSecretFile } from '../read-secret-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { resetStaff } from '../tasks/manage-staff.js';

type StaffResetFlags = CommonOptions & { passwordFile?: string };

export function addStaffResetCommand(staff: Command, context: CommandContext): void {
  addCommonOptions(staff.command('reset').summary('set a new password'))
    .description('Sets a new password and ends what was open under the old one.')
    .argument('<login>', 'login name')
    .option('--password-file <file>', 'file with the new password; without it one is made and shown once')
    .addHelpText(
      'after',
      examplesHelp(['nadi staff reset sunita']) +
        exitCodesHelp(['not-found', 'not-set-up', 'server-not-running']),
    )
    .action(async (id: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<StaffResetFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const file = flags.passwordFile;
        const chosen = file === undefined ? undefined : await readSecretFile(file, 'password-file');
        const answer = await resetStaff(folder, id, chosen);
        print(answer, () => [
          say('cli.staff.reset', { id }),
          ...(answer.password === undefined
            ? []
            : [say('cli.staff.passwordOnce', { password: answer.password })]),
        ]);
      });
    });
}
