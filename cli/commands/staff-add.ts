import { Option, type Command } from 'commander';
import { FacilityError, type HintKey } from '../../records/facility-error.js';
import type { Role } from '../../records/people.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readSecretFile } from '../read-secret-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { addStaff } from '../tasks/manage-staff.js';
import { ROLES } from '../../node-server/admin/roles.js';

type StaffAddFlags = CommonOptions & {
  nameHi?: string;
  nameEn?: string;
  role?: Role[];
  passwordFile?: string;
  registration?: string;
};

export function addStaffAddCommand(staff: Command, context: CommandContext): void {
  addCommonOptions(staff.command('add').summary('add a staff member'))
    .description('Adds a staff member, who can log in at once.')
    .argument('<login>', 'login name in small Latin letters, such as sunita')
    .option('--name-hi <name>', 'name in Hindi (the English one)')
    .option('--name-en <name>', 'name in English (the Hindi one)')
    .addOption(new Option('--role <roles...>', 'what they do').choices(ROLES))
    .option('--registration <number>', 'medical council registration number, printed on prescriptions')
    .option('--password-file <file>', 'file with the first password; without it one is made and shown once')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi staff add sunita --name-hi सुनीता --name-en Sunita --role nurse',
        'nadi staff add ravi --name-en "Ravi Kumar" --role clerk pharmacist',
      ]) + exitCodesHelp(['conflict', 'not-set-up', 'server-not-running']),
    )
    .action(async (id: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<StaffAddFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const name = readName(flags);
        const roles = flags.role ?? [];
        if (roles.length === 0) throw missing('role', 'hints.giveRole');
        const { registration, passwordFile } = flags;
        const answer = await addStaff(folder, {
          id,
          name,
          roles,
          ...(registration === undefined ? {} : { registration }),
          ...(passwordFile === undefined
            ? {}
            : { password: await readSecretFile(passwordFile, 'password-file') }),
        });
        const said = answer.staff.roles.map((role) => say(`roles.${role}`)).join(', ');
        print(answer, () => [
          say('cli.staff.added', { id: answer.staff.id, roles: said }),
          ...(answer.password === undefined
            ? []
            : [say('cli.staff.passwordOnce', { password: answer.password })]),
        ]);
      });
    });
}

function readName(flags: StaffAddFlags): { hi: string; en: string } {
  const hi = flags.nameHi ?? flags.nameEn;
  const en = flags.nameEn ?? flags.nameHi;
  if (hi !== undefined && en !== undefined) return { hi, en };
  throw missing('name-hi', 'hints.giveNames');
}

function missing(field: string, hint: HintKey): FacilityError {
  return new FacilityError('bad-input', `--${field} is missing`, {
    hint,
    fields: [{ field, code: 'required' }],
  });
}
