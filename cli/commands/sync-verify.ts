import type { Command } from 'commander';
import { ERROR_TABLE } from '../../records/error-table.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';
import { syncCheckLines } from '../sync-check-lines.js';
import { verifySync } from '../tasks/control-sync.js';
import { writeWholeFile } from '../write-whole-file.js';

type SyncVerifyFlags = CommonOptions & { mend?: boolean; pdf?: string; by?: string };

export function addSyncVerifyCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('verify').summary('compare box and centre, day by day'))
    .description(
      "Compares how many records of each day box and district server hold, and the sum of their contents, and names what differs: what the district server lacks, what was deleted or changed there, and what only the district server has. Asks the district server's CouchDB itself, with or without a gateway. With --mend what the district server lacks is sent again; nothing at the district server is ever deleted or changed. Where something differs, or waits to be sent, the exit code is 24.",
    )
    .option('--mend', 'send again what the district server lacks')
    .option('--pdf <file>', 'write a receipt of one page, to print')
    .option('--by <name>', 'who asked for it, for the receipt (the operator)')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi sync verify',
        'nadi sync verify --mend --pdf receipt.pdf --by "R. Kumar, district" --language hi',
        'nadi sync verify --json',
      ]) +
        exitCodesHelp([
          'disk-full',
          'store-damaged',
          'not-set-up',
          'server-not-running',
          'centre-unreachable',
          'centre-refused',
          'centre-not-set',
          'centre-differs',
        ]),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<SyncVerifyFlags>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const { mend = false, pdf, by } = flags;
        const order = {
          mend,
          pdf: pdf !== undefined,
          language,
          ...(by === undefined ? {} : { askedBy: by }),
        };
        const made = await showJob(context, say, verifySync(folder, order));
        if (made === null) return context.setExitCode(CANCELLED);
        const { receipt, ...answer } = made;
        if (pdf !== undefined && receipt !== undefined)
          await writeWholeFile(pdf, new Uint8Array(Buffer.from(receipt, 'base64')), 'pdf');
        print({ ...answer, ...(pdf === undefined ? {} : { file: pdf }) }, () => [
          ...syncCheckLines(made, language, say),
          ...(pdf === undefined ? [] : [say('syncCheck.cli.receipt', { file: pdf })]),
        ]);
        if (!answer.comparison.agrees) context.setExitCode(ERROR_TABLE['centre-differs'].exit);
      });
    });
}
