import type { Command } from 'commander';
import { changeCentre, readBoxFolder } from '../../node-server/box-folder.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { refuseWrongAddress } from '../refuse-wrong-address.js';
import { readSecretFile } from '../read-secret-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';

type SyncCentreFlags = CommonOptions & { url: string; user?: string; passwordFile: string; gateway?: string };

const LIKE = 'https://centre.example:6984';

export function addSyncCentreCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('centre').summary('name the centre that this box sends to'))
    .description('Names the centre and the log-in there. A running server takes it at its next start.')
    .requiredOption('--url <address>', 'address of the centre: https://centre.example:6984')
    .option('--user <name>', "user at the centre (else the box's code)")
    .option(
      '--gateway <address>',
      "address of the centre's gateway, for slow lines: https://centre.example:6985",
    )
    .requiredOption('--password-file <file>', "file with the box's password at the centre")
    .addHelpText(
      'after',
      examplesHelp(['nadi sync centre --url https://centre.example:6984 --password-file centre-password']) +
        exitCodesHelp(['not-set-up', 'store-foreign', 'store-damaged']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<SyncCentreFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        refuseWrongAddress('url', flags.url, LIKE);
        const { gateway } = flags;
        if (gateway !== undefined) refuseWrongAddress('gateway', gateway, LIKE);
        const password = await readSecretFile(flags.passwordFile, 'password-file');
        const { settings } = await readBoxFolder(folder);
        const user = flags.user ?? settings.box;
        const toGateway = gateway === undefined ? {} : { gateway };
        await changeCentre(folder, { url: flags.url, user, password, ...toGateway });
        print({ box: settings.box, centre: { url: flags.url, user, ...toGateway } }, () => [
          say('cli.sync.centreSet', { box: settings.box, url: flags.url }),
        ]);
      });
    });
}
