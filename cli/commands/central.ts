import type { Command } from 'commander';
import { generatePassword } from '../../node-server/admin/generate-password.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { couchLogin } from '../couch-login.js';
import { readSecretFile } from '../read-secret-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { addCentralGatewayCommand } from './central-gateway.js';
import { addCentralReplaceCommand } from './central-replace.js';
import { addCentralRouterCommand } from './central-router.js';
import { addCentralUserCommands } from './central-user.js';

type PrepareFlags = CommonOptions & { url: string; user: string; passwordFile: string };

export function addCentralCommands(program: Command, context: CommandContext): void {
  const central = program
    .command('central')
    .description('What the central team does at the CouchDB cluster.');
  addCentralGatewayCommand(central, context);
  addCentralReplaceCommand(central, context);
  addCentralRouterCommand(central, context);
  addCentralUserCommands(central, context);
  addCommonOptions(central.command('prepare').summary('make what a box needs at the centre'))
    .description(
      "Makes the box's databases, validation and user in any CouchDB 3.x; safe to run again, with a new password each time.",
    )
    .argument('<box>', 'code of the box, such as BR1042')
    .requiredOption('--url <address>', 'address of the CouchDB: https://centre.example:6984')
    .option('--user <name>', 'a server admin there', 'admin')
    .requiredOption('--password-file <file>', "file with the admin's password")
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central prepare BR1042 --url https://centre.example:6984 --password-file admin-password',
      ]) + exitCodesHelp(['centre-unreachable', 'centre-refused']),
    )
    .action(async (box: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<PrepareFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const admin = await readSecretFile(flags.passwordFile, 'password-file');
        const password = generatePassword();
        const { default: nano } = await import('nano');
        const { prepareFacility } = await import('../../central/facility-database.js');
        const prepared = await prepareFacility({
          nano: nano(couchLogin(flags.url, flags.user, admin)),
          box,
          password,
        });
        print({ box, password, prepared }, () => [
          ...prepared.map(({ what, outcome }) => `  ${say(`cli.central.${outcome}`)}  ${what}`),
          say('cli.central.password', { box, password }),
          say('cli.central.next', { box, url: flags.url }),
        ]);
      });
    });
}
