import type { Command } from 'commander';
import type { DeviceList } from '../../node-server/devices/device-admin-routes.js';
import { formatDay } from '../../templates/format-day.js';
import { istTime } from '../../records/day.js';
import type { Language, Translate } from '../../templates/locale.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { displayWidth, fit } from '../components/display-width.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { listDevices, makePairingCode, revokeDevice, sayDeviceReason } from '../tasks/manage-devices.js';

type PairFlags = CommonOptions & { name: string };
type RevokeFlags = CommonOptions & { reason?: string };

export function addDevicesCommands(program: Command, context: CommandContext): void {
  const devices = program.command('devices').description('Which phones and computers the box lets in.');
  addCommonOptions(devices.command('list').summary('list the devices'))
    .description('Lists the devices that were paired, when each was last seen, and those that are closed.')
    .addHelpText('after', examplesHelp(['nadi devices list']) + exitCodesHelp(['server-not-running']))
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CommonOptions>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const list = await listDevices(folder);
        print(list, () => linesOf(list, language, say));
      });
    });
  addCommonOptions(devices.command('pair').summary('make a code for a device'))
    .description('Makes a code that lets one device in: eight letters and digits, for ten minutes, once.')
    .requiredOption('--name <name>', 'what the device is called here: "काउंटर 1"')
    .addHelpText(
      'after',
      examplesHelp(['nadi devices pair --name "काउंटर 1"']) +
        exitCodesHelp(['conflict', 'server-not-running']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<PairFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const made = await makePairingCode(folder, flags.name);
        print(made, () => [
          say('cli.devices.code', { name: made.name, code: made.code }),
          say('cli.devices.codeHow', { minutes: made.minutes }),
        ]);
      });
    });
  addCommonOptions(devices.command('revoke').summary('close a device out'))
    .description('Closes a device out at once, with whoever is logged in there.')
    .argument('<device>', 'its eight letters and digits: nadi devices list')
    .option('--reason <words>', 'why, for the record')
    .addHelpText(
      'after',
      examplesHelp(['nadi devices revoke k7mp3xq9 --reason "phone was lost"']) +
        exitCodesHelp(['not-found', 'already-done', 'server-not-running']),
    )
    .action(async (device: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<RevokeFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const answer = await revokeDevice(folder, device.toLowerCase(), flags.reason);
        print(answer, () => [
          say('cli.devices.revoked', { device: answer.device.device, name: answer.device.name }),
        ]);
      });
    });
}

function linesOf({ pairing, devices }: DeviceList, language: Language, say: Translate): string[] {
  if (!pairing) return [say('cli.devices.off')];
  if (devices.length === 0) return [say('cli.devices.none')];
  const width = Math.max(...devices.map(({ name }) => displayWidth(name)));
  return devices.map(({ device, name, state, lastSeen, reason }) => {
    const seen = lastSeen
      ? `  ${say('cli.devices.seen', { time: `${formatDay(language, lastSeen)} ${istTime(lastSeen)}` })}`
      : '';
    const why = sayDeviceReason(reason, say);
    return `${device}  ${fit(name, width)}  ${say(`cli.devices.state.${state}`)}${seen}${why ? `  (${why})` : ''}`;
  });
}
