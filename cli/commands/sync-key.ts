import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { changeCentreKey } from '../../node-server/box-folder/change-settings.js';
import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { FacilityError } from '../../records/facility-error.js';
import { keyFingerprint } from '../../records/seal.js';
import { centreKeyLine, readCentreKeyLine } from '../../sync/stick/centre-key.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';

export function addSyncKeyCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('key').summary("give the box its centre's key by file"))
    .description(
      "Takes the district server's public key from the file that `nadi central key` makes, for a box that never had a line; a box with a line gets it by itself. Without a file it shows the key that was given. Compare the fingerprint by telephone.",
    )
    .argument('[file]', 'centre.nadikey')
    .addHelpText(
      'after',
      examplesHelp(['nadi sync key /media/stick/centre.nadikey', 'nadi sync key']) +
        exitCodesHelp(['stick-no-key', 'not-set-up', 'store-damaged']),
    )
    .action(async (file: string | undefined, _: unknown, cmd: Command) => {
      await runCommand(context, cmd.optsWithGlobals<CommonOptions>(), async ({ folder, say, print }) => {
        if (file !== undefined)
          await changeCentreKey(folder, centreKeyLine(readCentreKeyLine(await read(file))));
        const { settings } = await readBoxFolder(folder);
        if (settings.centreKey === undefined) {
          throw new FacilityError(
            'stick-no-key',
            'No key of the district server was given to this box by hand.',
            {
              hint: 'hints.keyByLine',
            },
          );
        }
        const fingerprint = keyFingerprint(readCentreKeyLine(settings.centreKey).sign);
        print({ box: settings.box, centreKey: settings.centreKey, fingerprint }, () => [
          say('cli.stick.centreKey', { fingerprint }),
        ]);
      });
    });
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new FacilityError('bad-input', `${file} cannot be read`, {
      fields: [{ field: 'file', code: 'notReadable' }],
      cause,
    });
  }
}
