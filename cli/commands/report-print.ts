import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { formatOfFile } from '../format-of-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';
import { printReports } from '../tasks/use-reports.js';
import { writeWholeFile } from '../write-whole-file.js';

type PrintFlags = CommonOptions & { period?: string; out?: string };

export function addReportPrintCommand(report: Command, context: CommandContext): void {
  addCommonOptions(report.command('print').summary('write reports into a file'))
    .description('Writes one report, or several as one pack, into a PDF, CSV or JSON file.')
    .argument('<report...>', 'names as nadi report list gives them')
    .option('--period <period>', '2026-11-21, 2026-W47, 2026-11, 2026-11-01..2026-11-21, or a patient number')
    .option('--out <file>', 'file to write; its ending says which kind (else <report>-<period>.pdf here)')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi report print hmis-monthly --period 2026-10 --language hi --out hmis.pdf',
        'nadi report print weekly-review idsp-p-form patient-flow --period 2026-W47 --out pack.pdf',
        'nadi report print stock-expiry --out stock.csv',
      ]) + exitCodesHelp(['not-found', 'disk-full', 'not-set-up', 'server-not-running']),
    )
    .action(async (reports: string[], _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<PrintFlags>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const { period = '' } = flags;
        const out =
          flags.out ?? `${[reports[0], period].filter(Boolean).join('-')}.pdf`.replace(/[^\w.-]+/g, '-');
        const format = formatOfFile(out);
        const job = printReports(folder, { reports, period, format, language });
        const made = await showJob(context, say, job);
        if (made === null) return context.setExitCode(CANCELLED);
        const { bytes, ...printed } = made;
        const content = new Uint8Array(Buffer.from(bytes, 'base64'));
        await writeWholeFile(out, content);
        print({ file: out, bytes: content.length, ...printed }, () => [
          ...printed.reports.map((one) => `${one.title} · ${one.period.words} · ${one.figures}`),
          say(format === 'pdf' ? 'cli.report.printed' : 'cli.report.written', {
            file: out,
            pages: printed.pages,
          }),
        ]);
      });
    });
}
