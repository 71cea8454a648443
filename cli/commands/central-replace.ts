import type { Command } from 'commander';
import { generatePassword } from '../../node-server/admin/generate-password.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { couchLogin } from '../couch-login.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readSecretFile } from '../read-secret-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';

type ReplaceFlags = CommonOptions & { url: string; user: string; passwordFile: string };

export function addCentralReplaceCommand(central: Command, context: CommandContext): void {
  addCommonOptions(central.command('replace').summary('let a new box take over from a lost one'))
    .description(
      'Prepares the box that takes over from a lost or broken one, and tells the old one, should it come back, that it is replaced: it then takes no more records and sends those that it still has. Safe to run again, with a new password each time.',
    )
    .argument('<box>', 'code of the lost box, such as BR1042')
    .argument('[by]', 'code of the new box (else the next letter: BR1042b)')
    .requiredOption('--url <address>', 'address of the CouchDB: https://centre.example:6984')
    .option('--user <name>', 'a server admin there', 'admin')
    .requiredOption('--password-file <file>', "file with the admin's password")
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central replace BR1042 --url https://centre.example:6984 --password-file admin-password',
      ]) + exitCodesHelp(['centre-unreachable', 'centre-refused']),
    )
    .action(async (box: string, by: string | undefined, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<ReplaceFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const admin = await readSecretFile(flags.passwordFile, 'password-file');
        const password = generatePassword();
        const { default: nano } = await import('nano');
        const { replaceBox } = await import('../../central/replace-box.js');
        const answer = await replaceBox({
          nano: nano(couchLogin(flags.url, flags.user, admin)),
          box,
          ...(by === undefined ? {} : { by }),
          password,
          at: new Date().toISOString(),
        });
        print({ box, ...answer, password }, () => [
          ...answer.prepared.map(({ what, outcome }) => `  ${say(`cli.central.${outcome}`)}  ${what}`),
          say('cli.central.password', { box: answer.by, password }),
          say('cli.restore.afterReplace', { box, by: answer.by, url: flags.url }),
        ]);
      });
    });
}
