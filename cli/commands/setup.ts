import type { Command } from 'commander';
import { askOnTerminal } from '../ask-on-terminal.js';
import { commandAgain } from '../command-again.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readSecretFile } from '../read-secret-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import type { ScreenPlace } from '../screen-place.js';
import { refuseSecondSetup, setUp, type SetUpFacility } from '../tasks/set-up.js';
import type { SetupAnswers } from '../tasks/setup-questions.js';

type SetupFlags = CommonOptions &
  Omit<SetupAnswers, 'centrePassword' | 'centreGateway' | 'adminPassword' | 'tls' | 'pairing'> & {
    gateway?: string;
    tls: boolean;
    pairing: boolean;
    centrePasswordFile?: string;
    adminPasswordFile?: string;
    yes?: boolean;
    plain?: boolean;
  };

export function addSetupCommand(program: Command, context: CommandContext): void {
  const command = program.command('setup').summary('make a data folder for a new health centre');
  addCommonOptions(command)
    .description(
      'Makes a data folder for a new health centre. On a terminal a wizard asks what the flags leave open; it can ' +
        'be left at any point and goes on where it was left.',
    )
    .option('--box <code>', "code of the box: state letters and the facility's number, such as BR1042")
    .option('--name-hi <name>', 'name of the health centre in Hindi')
    .option('--name-en <name>', 'name of the health centre in English')
    .option('--level <level>', 'PHC, HWC-PHC, CHC (PHC)')
    .option('--district <name>', 'district')
    .option('--block <name>', 'block')
    .option('--port <number>', 'port of the pages (8443, with --no-tls 8080)')
    .option('--host <address>', 'address to listen on (0.0.0.0, all of the LAN)')
    .option('--no-tls', 'plain HTTP: whoever is on the LAN can read along')
    .option('--no-pairing', 'any device on the LAN may open the pages')
    .option(
      '--centre-code <code>',
      'one-time code of the district server (nadi central enrol), instead of the next four',
    )
    .option('--gateway <url>', 'address beside the code, where only its words are given')
    .option('--centre-url <url>', 'address of the district server; without it sync waits')
    .option('--centre-user <name>', "user at the district server (the box's code)")
    .option('--centre-password-file <file>', 'file with the password at the district server')
    .option('--admin-name <login>', 'login name of the person in charge, in small Latin letters')
    .option('--admin-name-hi <name>', 'their name in Hindi (the login name)')
    .option('--admin-name-en <name>', 'their name in English (the login name)')
    .option('--admin-password-file <file>', 'file with their password; without it one is made and shown once')
    .option('--yes', 'ask nothing, take the defaults')
    .option('--plain', 'ask line by line instead of on a screen')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi setup',
        'nadi setup --centre-code "nadi-enrol:BR1042@https://centre.example:6985#lusab-babad-gutih-tugad-fizom"',
        'nadi setup --yes --box BR1042 --name-hi "प्रा. स्वा. केंद्र रामपुर" --name-en "PHC Rampur" --admin-name verma',
      ]) +
        exitCodesHelp([
          'disk-full',
          'store-foreign',
          'already-set-up',
          'centre-unreachable',
          'code-wrong',
          'code-used',
          'code-expired',
        ]),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<SetupFlags>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const { setUpFacility } = await import('../../node-server/set-up.js');
        if (canAsk(context, flags) && !context.config.isDumb && flags.plain !== true) {
          await runWizard(context, await readAnswers(flags), {
            ...{ folder, language, setUpFacility },
            ...(flags.data !== undefined && { data: flags.data }),
          });
          return;
        }
        const terminal = canAsk(context, flags) ? askOnTerminal(context, say) : null;
        try {
          const given = await readAnswers(flags);
          const result = await setUp({ folder, language }, given, terminal?.ask ?? null, setUpFacility);
          const { box, admin } = result;
          print(result, () => [
            say('cli.setup.done', { box, folder }),
            say('cli.setup.login', { id: admin.id }),
            ...(admin.password === undefined
              ? []
              : [say('cli.staff.passwordOnce', { password: admin.password })]),
            say('cli.setup.next', { folder }),
            say('cli.backup.keyNext'),
            ...(flags.tls || flags.pairing ? [say('cli.lan.afterSetup')] : []),
          ]);
        } finally {
          terminal?.close();
        }
      });
    });
}

/** The screens; what the flags said stands in their fields already. `back` where Escape led out of the first. */
export async function runWizard(
  context: CommandContext,
  given: SetupAnswers,
  where: ScreenPlace & { setUpFacility: SetUpFacility },
): Promise<'back' | undefined> {
  const { data, hasBefore, ...wizard } = where;
  const { folder, language } = wizard;
  await refuseSecondSetup(folder);
  const { openWizard } = await import('../screens/open-wizard.js');
  const values = Object.fromEntries(
    Object.entries({
      ...given,
      ...(given.centreCode ? { centreWhen: 'code' } : given.centreUrl ? { centreWhen: 'now' } : {}),
      ...(given.tls === 'no' && given.pairing === 'no' ? { guard: 'no' } : {}),
    }).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && WIZARD_VALUES.has(entry[0]),
    ),
  );
  const made = await openWizard({ ...wizard, locale: context.locale, given: values });
  if (made === 'back' && hasBefore) return 'back';
  const say = context.locale.in(language);
  const lines =
    made === null || made === 'back'
      ? [say('cli.wizard.left', { command: commandAgain('nadi setup', data) })]
      : [say('cli.setup.done', { box: made.box, folder }), say('cli.setup.next', { folder })];
  context.stdout.write(`${lines.join('\n')}\n`);
  return undefined;
}

/** Flags whose answers the wizard asks for under the same name. */
const WIZARD_VALUES = new Set(
  'box nameHi nameEn level district block port host guard centreWhen centreCode centreGateway centreUrl centreUser centrePassword'.split(
    ' ',
  ),
);

function canAsk(context: CommandContext, flags: SetupFlags): boolean {
  return !flags.yes && !flags.json && context.stdin.isTTY === true && context.stdout.isTTY === true;
}

async function readAnswers(flags: SetupFlags): Promise<SetupAnswers> {
  const { centrePasswordFile, adminPasswordFile, tls, pairing, gateway, ...answers } = flags;
  return {
    ...answers,
    ...(gateway === undefined ? {} : { centreGateway: gateway }),
    ...(tls ? {} : { tls: 'no' }),
    ...(pairing ? {} : { pairing: 'no' }),
    ...(centrePasswordFile === undefined
      ? {}
      : { centrePassword: await readSecretFile(centrePasswordFile, 'centre-password-file') }),
    ...(adminPasswordFile === undefined
      ? {}
      : { adminPassword: await readSecretFile(adminPasswordFile, 'admin-password-file') }),
  };
}
