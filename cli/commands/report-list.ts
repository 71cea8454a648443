import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { displayWidth, fit } from '../components/display-width.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { listReports } from '../tasks/use-reports.js';

export function addReportListCommand(report: Command, context: CommandContext): void {
  addCommonOptions(report.command('list').summary('list the reports'))
    .description('Lists the reports, each with the kind of period that it is made for.')
    .addHelpText(
      'after',
      examplesHelp(['nadi report list']) + exitCodesHelp(['not-set-up', 'server-not-running']),
    )
    .action(async (_: unknown, cmd: Command) => {
      await runCommand(
        context,
        cmd.optsWithGlobals<CommonOptions>(),
        async ({ folder, language, say, print }) => {
          const reports = await listReports(folder, language);
          const idWidth = Math.max(0, ...reports.map(({ id }) => displayWidth(id)));
          const periods = new Map(reports.map(({ period }) => [period, say(`cli.report.period.${period}`)]));
          const periodWidth = Math.max(0, ...[...periods.values()].map(displayWidth));
          print({ reports }, () =>
            reports.map(
              ({ id, title, period }) =>
                `${fit(id, idWidth)}  ${fit(periods.get(period) ?? '', periodWidth)}  ${title}`,
            ),
          );
        },
      );
    });
}
