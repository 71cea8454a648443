import type { Command } from 'commander';
import { changeCentre } from '../../node-server/box-folder/change-settings.js';
import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import type { Centre } from '../../sync/centre-database.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { refuseWrongAddress } from '../refuse-wrong-address.js';
import { redeemTypedCode } from '../tasks/redeem-typed-code.js';
import { readSecretFile } from '../read-secret-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';

type SyncCentreFlags = CommonOptions & {
  url?: string;
  user?: string;
  passwordFile?: string;
  gateway?: string;
  code?: string;
};

const LIKE = 'https://centre.example:6984';

export function addSyncCentreCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('centre').summary('name the district server that this box sends to'))
    .description(
      'Names the district server and the log-in there: by its one-time code, or by hand. A running server takes it at its next start.',
    )
    .option(
      '--code <code>',
      'one-time code of the district server (nadi central enrol): the words, or the whole line',
    )
    .option('--url <address>', 'without a code: address of the district server, https://centre.example:6984')
    .option('--user <name>', "without a code: user at the district server (else the box's code)")
    .option('--password-file <file>', "without a code: file with the box's password at the district server")
    .option(
      '--gateway <address>',
      "address of the district server's gateway, for slow lines and beside a code's words: https://centre.example:6985",
    )
    .addHelpText(
      'after',
      examplesHelp([
        'nadi sync centre --code "lusab-babad-gutih-tugad-fizom" --gateway https://centre.example:6985',
        'nadi sync centre --url https://centre.example:6984 --password-file centre-password',
      ]) +
        exitCodesHelp([
          'not-set-up',
          'store-foreign',
          'store-damaged',
          'too-many-tries',
          'centre-unreachable',
          'code-wrong',
          'code-used',
          'code-expired',
          'box-revoked',
        ]),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<SyncCentreFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const { settings } = await readBoxFolder(folder);
        const { box } = settings;
        const { password, ...centre } =
          flags.code === undefined
            ? await namedCentre(flags, box)
            : await redeemTypedCode({ typed: flags.code, gateway: flags.gateway ?? '', box, folder });
        await changeCentre(folder, { ...centre, password });
        print({ box, centre }, () => [say('cli.sync.centreSet', { box, url: centre.url })]);
      });
    });
}

async function namedCentre(
  { url, user, passwordFile, gateway }: SyncCentreFlags,
  box: BoxId,
): Promise<Centre> {
  const lacking = Object.entries({ url, 'password-file': passwordFile }).filter(([, value]) => !value);
  if (url === undefined || passwordFile === undefined) {
    throw new FacilityError('bad-input', 'The district server is not named whole.', {
      fields: lacking.map(([field]) => ({ field, code: 'required' })),
      hint: 'hints.codeOrUrl',
    });
  }
  refuseWrongAddress('url', url, LIKE);
  if (gateway !== undefined) refuseWrongAddress('gateway', gateway, LIKE);
  const password = await readSecretFile(passwordFile, 'password-file');
  return { url, user: user ?? box, password, ...(gateway === undefined ? {} : { gateway }) };
}
