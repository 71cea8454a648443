import type { Command } from 'commander';
import { areaPath, type Area } from '../../central/area.js';
import { PlaceBook } from '../../central/web/places/place-book.js';
import type { Viewer } from '../../central/web/viewer.js';
import { generatePassword } from '../../node-server/admin/generate-password.js';
import { addCentreOptions, openCentre, type CentreFlags } from '../centre-options.js';
import type { Translate } from '../../templates/locale.js';
import type { CommandContext } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { namedArea, requireListed } from '../named-area.js';
import { readArea } from '../read-area.js';
import { runCommand } from '../run-command.js';

type GrantFlags = CentreFlags & {
  area?: string[];
  support?: true;
  central?: true;
  registry?: true;
  newPassword?: true;
  unlisted?: true;
};

/** `nadi central user add|list|remove`: who may look at the centre's pages. */
export function addCentralUserCommands(central: Command, context: CommandContext): void {
  const user = central
    .command('user')
    .description("Who may look at the district server's pages, and what they see.");
  const command = (name: string, summary: string): Command =>
    addCentreOptions(user.command(name).summary(summary));

  command('add', 'let somebody in, or change what they see')
    .description(
      'Lets a person log in to the pages of the district server. A district or block officer sees the figures of that area, support how all boxes are and no figure of patients, the central team both everywhere. Names of patients see only those of the registry, who decide which two are one person. Run again, it says anew what they see.',
    )
    .argument('<name>', 'log-in name, such as anita.dho')
    .option('--area <codes...>', 'LGD codes of a state, district or block: 10, 10/208, 10/208/1214')
    .option('--support', 'support: boxes, no figures')
    .option('--central', 'central team: boxes and figures everywhere')
    .option('--registry', 'registry: patients who may be one person, with their names')
    .option('--unlisted', 'also an area in which no facility of the directory lies')
    .option('--new-password', 'give a new password to one who has one')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central user add anita.dho --area 10/208 --url https://centre.example:6984 --password-file admin',
      ]) + exitCodesHelp(['not-found', 'conflict', 'centre-unreachable', 'centre-refused']),
    )
    .action(async (name: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<GrantFlags>();
      await runCommand(context, flags, async ({ say, print, language }) => {
        const areas = (flags.area ?? []).map(readArea);
        const { grantWebUser, listWebUsers } = await import('../../central/web-users.js');
        const nano = await openCentre(flags);
        const { listFacilities } = await import('../../central/directory/list-facilities.js');
        const book = new PlaceBook(areas.length > 0 ? await listFacilities(nano, {}) : []);
        if (!flags.unlisted) for (const area of areas) requireListed(book, area, language);
        const stands = (await listWebUsers(nano)).find((one) => one.name === name);
        const password = stands && !flags.newPassword ? undefined : generatePassword();
        const viewer = {
          ...{ name, areas, support: flags.support ?? false },
          ...{ central: flags.central ?? false, registry: flags.registry ?? false },
        };
        const outcome = await grantWebUser(nano, {
          ...viewer,
          ...(password === undefined ? {} : { password }),
        });
        const sees = seesWords(viewer, say, (area) => namedArea(book, area, language));
        const before = stands && seesWords(stands, say, (area) => namedArea(book, area, language));
        const answer = { ...{ name, outcome, sees }, ...(before ? { before } : {}) };
        print({ ...answer, ...(password === undefined ? {} : { password }) }, () => [
          say(`cli.central.user.${outcome}`, { name }),
          ...(before ? [`  ${say('cli.central.user.sawBefore', { sees: before.join(', ') })}`] : []),
          `  ${say('cli.central.user.sees', { sees: sees.join(', ') })}`,
          ...(password === undefined ? [] : [say('cli.staff.passwordOnce', { password })]),
        ]);
      });
    });

  command('list', 'who may look')
    .description("Lists who may look at the district server's pages.")
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CentreFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const { listWebUsers } = await import('../../central/web-users.js');
        const users = await listWebUsers(await openCentre(flags));
        print({ users }, () =>
          users.length === 0
            ? [say('cli.central.user.none')]
            : users.map((one) => `  ${one.name.padEnd(20)} ${seesWords(one, say, areaPath).join(', ')}`),
        );
      });
    });

  command('remove', 'let somebody in no more')
    .description("Removes a person's log-in; an open session ends at its next page.")
    .argument('<name>', 'log-in name')
    .action(async (name: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CentreFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const { removeWebUser } = await import('../../central/web-users.js');
        await removeWebUser(await openCentre(flags), name);
        print({ name, removed: true }, () => [say('cli.central.user.removed', { name })]);
      });
    });
}

function seesWords(
  { areas, support, central, registry }: Viewer,
  say: Translate,
  sayArea: (area: Area) => string,
): string[] {
  return [
    ...areas.map(sayArea),
    ...(support ? [say('cli.central.user.support')] : []),
    ...(central ? [say('cli.central.user.central')] : []),
    ...(registry ? [say('cli.central.user.registry')] : []),
  ];
}
