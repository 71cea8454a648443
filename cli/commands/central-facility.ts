import { join } from 'node:path';
import type { Command } from 'commander';
import { COLUMNS, NEEDED } from '../../central/directory/columns.js';
import { readBoxId } from '../../records/ids.js';
import { readFacilityDirectoryReference } from '../../templates/facility-directory-reference.js';
import { templatesFolder } from '../../templates/folder.js';
import { addCentreOptions, openCentre, type CentreFlags } from '../centre-options.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { facilityLine, facilityLines } from '../facility-lines.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { templateLines } from '../template-lines.js';
import { addCentralFacilityImportCommand } from './central-facility-import.js';

type ListFlags = CentreFlags & { state?: string; district?: string; block?: string };

export function addCentralFacilityCommands(central: Command, context: CommandContext): void {
  const facility = central.command('facility').description('The directory of facilities.');
  addCentralFacilityImportCommand(facility, context);

  addCommonOptions(facility.command('template').summary('write a list to fill in'))
    .description(
      'Writes a list of facilities to fill in with a spreadsheet: the names of the columns, an example, and what may stand in each; lines that begin with # are left out by the import. code, name, kind, ownership, state and district are needed; areas are LGD codes; hours look like "mon-sat 09:00-17:00; sun 10:00-13:00" or 24x7, services like "opd; lab".',
    )
    .addHelpText(
      'after',
      examplesHelp(['nadi central facility template > facilities.csv']) + exitCodesHelp([]),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CommonOptions>();
      await runCommand(context, flags, ({ print, say, language }) => {
        const lists = readFacilityDirectoryReference(join(templatesFolder(), 'reference'));
        const { kinds, services } = lists;
        print({ columns: COLUMNS, needed: NEEDED, kinds, services }, () =>
          templateLines(lists, language, say),
        );
        return Promise.resolve();
      });
    });

  addCentreOptions(facility.command('list').summary('list the facilities of an area'))
    .description('Lists facilities by state, district, block and code.')
    .option('--state <code>', 'LGD code')
    .option('--district <code>', 'LGD code; with --state')
    .option('--block <code>', 'LGD code; with --district')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central facility list --state 10 --district 208 --url https://centre.example:6984 --password-file admin-password',
      ]) + exitCodesHelp(['centre-unreachable', 'centre-refused']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<ListFlags>();
      await runCommand(context, flags, async ({ say, print, language }) => {
        const nano = await openCentre(flags);
        const { listFacilities } = await import('../../central/directory/list-facilities.js');
        const facilities = await listFacilities(nano, flags);
        print({ facilities }, () => [
          ...facilities.map((one) => facilityLine(one, language, say)),
          say('cli.directory.count', { n: facilities.length }),
        ]);
      });
    });

  addCentreOptions(facility.command('show').summary('show a facility and how its box stands'))
    .description('Shows what the directory says of a facility, and whether its box is enrolled.')
    .argument('<code>', 'code of the facility or its box, such as BR1042', readBoxId)
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central facility show BR1042 --url https://centre.example:6984 --password-file admin-password',
      ]) + exitCodesHelp(['not-found', 'centre-unreachable', 'centre-refused']),
    )
    .action(async (code: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CentreFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const nano = await openCentre(flags);
        const { showFacility } = await import('../../central/directory/list-facilities.js');
        const answer = await showFacility(nano, code);
        print(answer, () => facilityLines(answer, say));
      });
    });
}
