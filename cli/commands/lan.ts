import type { Command } from 'commander';
import { istDate } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import type { LanStatus } from '../../node-server/lan/lan-admin-routes.js';
import type { Translate } from '../../templates/locale.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readPort } from '../read-port.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { changeLanRules, readLanStatus, trustAddress, turnTlsOff, turnTlsOn } from '../tasks/manage-lan.js';

type TlsFlags = CommonOptions & { port?: string; httpPort?: string; name?: string; newCa?: boolean };

export function addLanCommands(program: Command, context: CommandContext): void {
  const lan = program.command('lan').description('How the box is reached on the LAN, and by whom.');
  addCommonOptions(lan.command('status').summary('HTTPS, pairing, lock, and the words to compare'))
    .description('Says how the box is reached, and the words that the trust page must show.')
    .addHelpText('after', examplesHelp(['nadi lan status']) + exitCodesHelp(['server-not-running']))
    .action(async (_: unknown, cmd: Command) => {
      await runCommand(context, cmd.optsWithGlobals<CommonOptions>(), async ({ folder, say, print }) => {
        const status = await readLanStatus(folder);
        print(status, () => linesOf(status, say));
      });
    });
  addTls(lan, context);
  addPairing(lan, context);
  addCommonOptions(lan.command('lock').summary('when pages lock'))
    .description('Sets after how many minutes without a touch a page is locked; 0: never.')
    .argument('<minutes>')
    .addHelpText('after', examplesHelp(['nadi lan lock 5']) + exitCodesHelp(['not-set-up']))
    .action(async (minutes: string, _: unknown, cmd: Command) => {
      await runCommand(context, cmd.optsWithGlobals<CommonOptions>(), async ({ folder, say, print }) => {
        if (!/^\d{1,3}$/.test(minutes) || Number(minutes) > 240) {
          throw new FacilityError('bad-input', `${minutes} is no number of minutes`, {
            fields: [{ field: 'minutes', code: 'outOfRange', params: { min: 0, max: 240 } }],
          });
        }
        const { lan: changed } = await changeLanRules(folder, { lockMinutes: Number(minutes) });
        print({ lan: changed }, () => [
          say('cli.lan.lock', { minutes: Number(minutes) }),
          say('cli.lan.restart'),
        ]);
      });
    });
  addCommonOptions(lan.command('pin').summary('whether a PIN is asked for acts'))
    .description('Turns on or off that a PIN is asked for to sign a prescription and to change stock.')
    .argument('<on|off>')
    .addHelpText('after', examplesHelp(['nadi lan pin off']) + exitCodesHelp(['not-set-up']))
    .action(async (word: string, _: unknown, cmd: Command) => {
      await runCommand(context, cmd.optsWithGlobals<CommonOptions>(), async ({ folder, say, print }) => {
        const pinToAct = readSwitch(word);
        const { lan: changed } = await changeLanRules(folder, { pinToAct });
        print({ lan: changed }, () => [
          say(pinToAct ? 'cli.lan.pinOn' : 'cli.lan.pinOff'),
          say('cli.lan.restart'),
        ]);
      });
    });
}

function addTls(lan: Command, context: CommandContext): void {
  addCommonOptions(lan.command('tls').summary('turn HTTPS on or off'))
    .description(
      'Turns HTTPS on or off. A box that had none gets a CA of its own; its old port then leads to HTTPS.',
    )
    .argument('<on|off>')
    .option('--port <number>', 'port of HTTPS (8443)')
    .option('--http-port <number>', 'port of the trust page (as it was, 8080)')
    .option('--name <name>', 'name of the box on the LAN (nadi.local)')
    .option('--new-ca', 'make another CA: every device has to trust it anew')
    .addHelpText('after', examplesHelp(['nadi lan tls on']) + exitCodesHelp(['not-set-up', 'disk-full']))
    .action(async (word: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<TlsFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        if (!readSwitch(word)) {
          const { lan: changed, port } = await turnTlsOff(folder);
          print({ lan: changed, port }, () => [say('cli.lan.tlsOff'), say('cli.lan.restart')]);
          return;
        }
        const { settings, fingerprint, words } = await turnTlsOn(folder, {
          ...(flags.port === undefined ? {} : { port: readPort('port', flags.port) }),
          ...(flags.httpPort === undefined ? {} : { httpPort: readPort('http-port', flags.httpPort) }),
          ...(flags.name === undefined ? {} : { name: flags.name.toLowerCase() }),
          ...(flags.newCa ? { newCa: true } : {}),
        });
        print({ lan: settings.lan, port: settings.port, fingerprint, words }, () => [
          say('cli.lan.tlsOn', { port: String(settings.port) }),
          say('cli.lan.words', { words }),
          say('cli.lan.restart'),
        ]);
      });
    });
}

function addPairing(lan: Command, context: CommandContext): void {
  addCommonOptions(lan.command('pairing').summary('turn pairing on or off'))
    .description('Turns on or off that a device needs a code before it sees anything.')
    .argument('<on|off>')
    .option('--exempt-loopback', "the box's own browser needs no code")
    .addHelpText('after', examplesHelp(['nadi lan pairing on']) + exitCodesHelp(['not-set-up']))
    .action(async (word: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CommonOptions & { exemptLoopback?: boolean }>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const pairing = readSwitch(word);
        const exemptLoopback = flags.exemptLoopback === true;
        const { lan: changed } = await changeLanRules(folder, { pairing, exemptLoopback });
        print({ lan: changed }, () => [
          say(pairing ? 'cli.lan.pairingOn' : 'cli.lan.pairingOff'),
          say('cli.lan.restart'),
        ]);
      });
    });
}

function linesOf(status: LanStatus, say: Translate): string[] {
  const { certificate, lockMinutes } = status;
  const address = trustAddress(status);
  return [
    certificate
      ? say('cli.lan.fingerprint', { fingerprint: certificate.fingerprint })
      : say('cli.lan.tlsOff'),
    ...(certificate
      ? [
          say('cli.lan.words', { words: certificate.words }),
          say('cli.lan.until', {
            server: istDate(certificate.serverUntil),
            ca: istDate(certificate.caUntil),
          }),
          ...(address === null ? [] : [say('cli.lan.trust', { address })]),
        ]
      : []),
    say(status.pairing ? 'cli.lan.pairingOn' : 'cli.lan.pairingOff'),
    say('cli.lan.lock', { minutes: lockMinutes }),
    say(status.pinToAct ? 'cli.lan.pinOn' : 'cli.lan.pinOff'),
  ];
}

function readSwitch(word: string): boolean {
  if (word === 'on') return true;
  if (word === 'off') return false;
  throw new FacilityError('bad-input', `${word} is neither on nor off`, {
    fields: [{ field: 'on|off', code: 'unknownChoice' }],
  });
}
