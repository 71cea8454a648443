import type { Command } from 'commander';
import { FacilityError } from '../../records/facility-error.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { officerSyncLines } from '../officer-lines.js';
import { syncLines } from '../sync-lines.js';
import { readSyncReport } from '../tasks/control-sync.js';
import { boxesOf, officerAtPages, partOfArea, type PagesOrder } from '../tasks/officer-at-pages.js';
import { describeReport } from '../tasks/describe-sync.js';

type StatusFlags = CommonOptions & Partial<PagesOrder>;

export function addSyncStatusCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('status').summary('say how far sync is'))
    .description(
      'Says when the district server last confirmed, what waits and about how long it takes, how the line was in the last day, and what to do; being without a line is no error here.',
    )
    .option(
      '--pages <address>',
      "as the district server knows it: address of the district server's pages, for an officer",
    )
    .option('--user <name>', 'with --pages: the name that you log in with there')
    .option('--password-file <file>', 'with --pages: file with its password')
    .option('--box <code>', 'with --pages: this box only')
    .option('--area <codes>', 'with --pages: the boxes of this area only, such as 10/203')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi sync status',
        'nadi sync status --pages https://centre.example:8443 --user anita.dho --password-file FILE --area 10/203',
      ]) +
        exitCodesHelp([
          ...(['not-set-up', 'server-not-running', 'not-found', 'not-logged-in'] as const),
          ...(['too-many-tries', 'centre-unreachable', 'centre-refused'] as const),
        ]),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<StatusFlags>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const { pages, box, area } = flags;
        if (pages !== undefined) {
          const order = { ...flags, pages };
          const client = await officerAtPages(order);
          const boxes = await boxesOf(client, order);
          const own = await partOfArea(client, order);
          return print({ boxes, ...(own ? { onlyAreas: own } : {}) }, () => [
            ...officerSyncLines(boxes, { say, language, now: Date.now() }),
            ...(own ? [say('sync.officer.part', { area: area ?? '', own: own.join(', ') })] : []),
          ]);
        }
        if (box !== undefined || area !== undefined) {
          throw new FacilityError('bad-input', '--box and --area need --pages', {
            hint: 'hints.withoutPages',
            fields: [{ field: 'pages', code: 'required' }],
          });
        }
        const report = await readSyncReport(folder);
        print(report, () => syncLines(describeReport(report, language, say)));
      });
    });
}
