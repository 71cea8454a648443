import { Option, type Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';
import { exportTrail, readDays } from '../tasks/read-audit.js';

type ExportFlags = CommonOptions & { format: 'csv' | 'json'; out: string; from?: string; to?: string };

export function addAuditExportCommand(audit: Command, context: CommandContext): void {
  addCommonOptions(audit.command('export').summary('write the ledger to a file'))
    .description(
      'Writes the ledger, or some days of it, to a file that the server makes: as CSV in words for a spreadsheet (UTF-8 with a byte order mark, RFC 4180), or as JSON with every field, signed by the box (check it with nadi audit verify --file). The file holds patient data: keep it as you keep the box. That it was made is written down.',
    )
    .requiredOption('--out <file>', 'where to; a file that stands there is not overwritten')
    .addOption(new Option('--format <format>', 'csv or json').choices(['csv', 'json']).default('json'))
    .option('--from <day>', 'from this day on: 2026-11-01')
    .option('--to <day>', 'up to this day')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi audit export --out november.json --from 2026-11-01 --to 2026-11-30',
        'nadi audit export --format csv --out november.csv --from 2026-11-01',
      ]) + exitCodesHelp(['conflict', 'disk-full', 'store-failed', 'not-set-up', 'server-not-running']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<ExportFlags>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const { out, format } = flags;
        const order = { out, format, language, ...readDays(flags) };
        const answer = await showJob(context, say, exportTrail(folder, order));
        if (answer === null) return context.setExitCode(CANCELLED);
        print(answer, () => [say('audit.exported', { file: answer.file, records: answer.records })]);
      });
    });
}
