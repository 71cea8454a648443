import type { Command } from 'commander';
import { dayOf, isoDate, istTime } from '../../records/day.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { traceFigure } from '../tasks/use-reports.js';

type TraceFlags = CommonOptions & { period?: string };

export function addReportTraceCommand(report: Command, context: CommandContext): void {
  addCommonOptions(report.command('trace').summary('list the records behind a figure'))
    .description('Lists the records that a figure of a report counts.')
    .argument('<report>', 'name as nadi report list gives it')
    .argument('<figure>', 'the row, such as 14.2.1, or one cell of it, such as 5:male-under5')
    .option('--period <period>', '2026-11-21, 2026-W47, 2026-11 or 2026-11-01..2026-11-21')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi report trace hmis-monthly 14.2.1 --period 2026-10',
        'nadi report trace idsp-p-form 1:total --period 2026-W46 --json',
      ]) + exitCodesHelp(['not-found', 'not-set-up', 'server-not-running']),
    )
    .action(async (id: string, figure: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<TraceFlags>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const { period = '' } = flags;
        const answer = await traceFigure(folder, { report: id, period, figure, language });
        const { trace, lines } = answer;
        print(answer, () => [
          `${trace.name}: ${trace.value ?? '—'}`,
          say('cli.report.behind', { count: trace.records.length }),
          ...lines.map((line) =>
            [`${isoDate(dayOf(line.at))} ${istTime(line.at)}`, line.patient ?? '', line.name ?? '', line.id]
              .filter(Boolean)
              .join('  '),
          ),
        ]);
      });
    });
}
