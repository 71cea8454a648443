import type { Command } from 'commander';
import type { StaffMember } from '../../node-server/admin/admin-api.js';
import type { Language, Translate } from '../../templates/locale.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { displayWidth, fit } from '../components/display-width.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { listStaff } from '../tasks/manage-staff.js';

export function addStaffListCommand(staff: Command, context: CommandContext): void {
  addCommonOptions(staff.command('list').summary('list the staff'))
    .description('Lists everybody who may log in, and who no longer may.')
    .addHelpText(
      'after',
      examplesHelp(['nadi staff list']) + exitCodesHelp(['not-set-up', 'server-not-running']),
    )
    .action(async (_: unknown, cmd: Command) => {
      await runCommand(
        context,
        cmd.optsWithGlobals<CommonOptions>(),
        async ({ folder, language, say, print }) => {
          const members = await listStaff(folder);
          print({ staff: members }, () => tableOf(members, language, say));
        },
      );
    });
}

function tableOf(members: StaffMember[], language: Language, say: Translate): string[] {
  if (members.length === 0) return [say('cli.staff.none')];
  const idWidth = Math.max(...members.map(({ id }) => displayWidth(id)));
  const nameWidth = Math.max(...members.map(({ name }) => displayWidth(name[language])));
  return members.map((member) => {
    const roles = member.roles.map((role) => say(`roles.${role}`)).join(', ');
    const off = member.active ? '' : `  (${say('cli.staff.off')})`;
    return `${fit(member.id, idWidth)}  ${fit(member.name[language], nameWidth)}  ${roles}${off}`;
  });
}
