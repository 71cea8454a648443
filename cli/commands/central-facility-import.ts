import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { dayOf, isoDate } from '../../records/day.js';
import { ERROR_TABLE } from '../../records/error-table.js';
import { FacilityError } from '../../records/facility-error.js';
import { readFacilityDirectoryReference } from '../../templates/facility-directory-reference.js';
import { templatesFolder } from '../../templates/folder.js';
import { addCentreOptions, openCentre, type CentreFlags } from '../centre-options.js';
import type { CommandContext } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addedLines, changeLines, problemLine } from '../facility-lines.js';
import { runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';

type ImportFlags = CentreFlags & {
  dryRun?: boolean;
  skipWrong?: boolean;
  asListed?: boolean;
  alsoInUse?: boolean;
  lgd?: string;
};

export function addCentralFacilityImportCommand(facility: Command, context: CommandContext): void {
  addCentreOptions(facility.command('import').summary('take in a list of facilities'))
    .description(
      'Takes a list of facilities (CSV, as any spreadsheet saves it) into the directory that goes down to every box. Each row is checked, against the others and against the directory that stands; nothing is written unless all are right. Rows that say what stands already are not written again; facilities that the list lacks stay as they are, and are closed by their status.',
    )
    .argument('<csv>', 'the list; nadi central facility template writes one to fill in')
    .option('--dry-run', 'check, and show what would change; write nothing')
    .option('--skip-wrong', 'write the rows that are right, leave the others out')
    .option(
      '--as-listed',
      'also rows that contradict the directory as it stands: areas, their names, far positions',
    )
    .option('--also-in-use', 'also close or move facilities whose box is in use')
    .option(
      '--lgd <folder>',
      'lists of the Local Government Directory, as CSV, to check areas and fill in names',
    )
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central facility import facilities.csv --dry-run --url https://centre.example:6984 --password-file admin-password',
        'nadi central facility import facilities.csv --lgd lgd --url https://centre.example:6984 --password-file admin-password',
      ]) + exitCodesHelp(['conflict', 'centre-unreachable', 'centre-refused']),
    )
    .action(async (csv: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<ImportFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const { dryRun = false, skipWrong = false, alsoInUse = false, lgd } = flags;
        const { readDirectory } = await import('../../central/directory/read-directory.js');
        const { readLgdLists } = await import('../../central/directory/lgd-lists.js');
        const lists = readFacilityDirectoryReference(join(templatesFolder(), 'reference'));
        const areas = lgd === undefined ? null : await readLgdLists(lgd);
        const bytes = await readCsvFile(csv);
        const nano = await openCentre(flags);
        const { listFacilities } = await import('../../central/directory/list-facilities.js');
        const standing = flags.asListed ? null : await listFacilities(nano, {});
        const { facilities, problems, rows, leftOut } = readDirectory(bytes, lists, areas, standing);
        const said = problems.map((problem) => ({ ...problem, words: problemLine(problem, say) }));
        const head = [
          ...leftOut.map((name) => say('cli.directory.columnLeftOut', { name })),
          ...said.map(({ words }) => words),
        ];
        const wrongRows = new Set(problems.map(({ line }) => line)).size;
        if (wrongRows > 0 && !skipWrong) {
          print({ rows, wrongRows, problems: said, leftOut, written: false }, () => [
            ...head,
            say('cli.directory.wrong', { n: wrongRows, rows }),
          ]);
          return context.setExitCode(ERROR_TABLE['bad-input'].exit);
        }
        const { importFacilities } = await import('../../central/directory/import-facilities.js');
        const outcome = await showJob(
          context,
          say,
          importFacilities(nano, facilities, { dryRun, alsoInUse, listedOn: isoDate(dayOf(Date.now())) }),
        );
        if (outcome === null) return context.setExitCode(CANCELLED);
        const { added, changed, closed, unchanged, notInList } = outcome;
        const isAdded = new Set(added);
        print({ rows, wrongRows, problems: said, leftOut, written: !dryRun, ...outcome }, () => [
          ...head,
          ...(wrongRows > 0 ? [say('cli.directory.skipped', { n: wrongRows })] : []),
          ...addedLines(
            facilities.filter(({ code }) => isAdded.has(code)),
            say,
          ),
          ...changeLines(outcome.changes, say),
          say('cli.directory.outcome', {
            added: added.length,
            changed: changed.length,
            closed: closed.length,
            unchanged,
          }),
          ...(closed.length > 0 ? [say('cli.directory.closed', { codes: closed.join(', ') })] : []),
          ...(notInList.length > 0 ? [say('cli.directory.notInList', { n: notInList.length })] : []),
          ...(dryRun && !alsoInUse && outcome.changes.some(({ inUse }) => inUse)
            ? [say('cli.directory.inUseFlag')]
            : []),
          ...(dryRun ? [say('cli.central.dryRun')] : []),
        ]);
      });
    });
}

async function readCsvFile(path: string): Promise<Uint8Array> {
  try {
    return Uint8Array.from(await readFile(path));
  } catch (cause) {
    throw new FacilityError('bad-input', `${path} cannot be read`, {
      fields: [{ field: 'csv', code: 'notReadable' }],
      hint: 'hints.facilityTemplate',
      cause,
    });
  }
}
