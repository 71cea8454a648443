import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { disableStaff, enableStaff } from '../tasks/manage-staff.js';

const SWITCHES = {
  disable: {
    about: "Ends a staff member's log-in; what they wrote stays.",
    task: disableStaff,
    said: 'disabled',
  },
  enable: { about: 'Lets a disabled staff member log in again.', task: enableStaff, said: 'enabled' },
} as const;

/** `disable` and `enable`: the same command in two directions. */
export function addStaffSwitchCommand(
  staff: Command,
  context: CommandContext,
  verb: keyof typeof SWITCHES,
): void {
  const { about, task, said } = SWITCHES[verb];
  addCommonOptions(staff.command(verb))
    .description(about)
    .argument('<login>', 'login name')
    .addHelpText(
      'after',
      examplesHelp([`nadi staff ${verb} sunita`]) +
        exitCodesHelp(['not-found', 'conflict', 'not-set-up', 'server-not-running']),
    )
    .action(async (id: string, _: unknown, cmd: Command) => {
      await runCommand(context, cmd.optsWithGlobals<CommonOptions>(), async ({ folder, say, print }) => {
        print(await task(folder, id), () => [say(`cli.staff.${said}`, { id })]);
      });
    });
}
