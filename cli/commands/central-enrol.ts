import type { Command } from 'commander';
import { generatePassword } from '../../node-server/admin/generate-password.js';
import { istDate } from '../../records/day.js';
import { readBoxId } from '../../records/ids.js';
import { addCentreOptions, openCentre, type CentreFlags } from '../centre-options.js';
import type { CommandContext } from '../command-context.js';
import { qrRows } from '../components/qr-rows.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readCount } from '../read-count.js';
import { refuseWrongAddress } from '../refuse-wrong-address.js';
import { runCommand } from '../run-command.js';

type EnrolFlags = CentreFlags & {
  gateway?: string;
  boxUrl?: string;
  days: string;
  again?: boolean;
  unlisted?: boolean;
};

const LIKE = 'https://centre.example:6985';

export function addCentralEnrolCommand(central: Command, context: CommandContext): void {
  addCentreOptions(central.command('enrol').summary('give a box its one-time code'))
    .description(
      "Makes what a box needs at the district server and prints a one-time code, as words and as a QR code. The box's set-up takes it (nadi setup --centre-code), or a box that stands (nadi sync centre --code). The code works once, on one machine, for one box; a new one ends the earlier one.",
    )
    .argument('<box>', 'code of the box, such as BR1042', readBoxId)
    .option('--gateway <address>', `address of the gateway, as boxes reach it: ${LIKE} (the one named last)`)
    .option(
      '--box-url <address>',
      'address of the CouchDB, as boxes reach it (the one named last, else that of --url)',
    )
    .option('--days <number>', 'days that the code is good for', '7')
    .option('--again', 'also for a box that has its access, which then loses it')
    .option('--unlisted', 'also for a box whose facility is not in the directory')
    .addHelpText(
      'after',
      examplesHelp([
        `nadi central enrol BR1042 --url https://centre.example:6984 --password-file admin-password --gateway ${LIKE}`,
        'nadi central enrol BR1042 --url https://centre.example:6984 --password-file admin-password',
      ]) + exitCodesHelp(['not-found', 'conflict', 'centre-unreachable', 'centre-refused']),
    )
    .action(async (box: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<EnrolFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        if (flags.gateway !== undefined) refuseWrongAddress('gateway', flags.gateway, LIKE);
        refuseWrongAddress('box-url', flags.boxUrl ?? flags.url, 'https://centre.example:6984');
        const days = readCount(flags.days, 'days', 90);
        const nano = await openCentre(flags);
        const { rememberAddresses, resolveAddresses } =
          await import('../../central/enrol/known-addresses.js');
        const addresses = await resolveAddresses(nano, flags);
        const { gateway, boxUrl = flags.url } = addresses;
        const { enrolBox } = await import('../../central/enrol/enrol-box.js');
        const offer = await enrolBox({
          nano,
          box,
          url: boxUrl,
          gateway,
          password: generatePassword() + generatePassword(),
          at: new Date().toISOString(),
          days,
          again: flags.again === true,
          unlisted: flags.unlisted === true,
        });
        await rememberAddresses(nano, addresses);
        const qr = await qrRows(offer.whole);
        print(offer, () => [
          say('cli.central.code', { box, date: istDate(offer.expires) }),
          '',
          `  ${offer.words}`,
          '',
          ...qr.map((row) => `  ${context.stdout.isTTY === true ? onWhite(row) : row}`),
          '',
          `  ${offer.whole}`,
          '',
          say('cli.central.codeNext', { gateway }),
        ]);
      });
    });
}

/** Cameras want dark on light, whatever the terminal's colours. */
function onWhite(row: string): string {
  return `\u001b[30;107m${row}\u001b[0m`;
}
