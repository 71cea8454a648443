import type { Command } from 'commander';
import { receiptReport } from '../../node-server/stick/print-receipt.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';
import { printLastReceipt, readLastReceipt } from '../tasks/carry-sticks.js';
import { writeWholeFile } from '../write-whole-file.js';

export function addSyncReceiptCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('receipt').summary('show the last receipt of the district server'))
    .description(
      "Shows the district server's last receipt: what it holds of this box, by count and sum, and up to which record that agrees with the box. As a page with --out.",
    )
    .option('--out <file>', 'PDF to write')
    .addHelpText(
      'after',
      examplesHelp(['nadi sync receipt', 'nadi sync receipt --out receipt.pdf --language hi']) +
        exitCodesHelp(['not-found', 'not-set-up', 'server-not-running']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CommonOptions & { out?: string }>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const answer = await readLastReceipt(folder);
        const { sections } = receiptReport(answer, '', say);
        if (flags.out !== undefined) {
          const made = await showJob(context, say, printLastReceipt(folder, language));
          if (made === null) return context.setExitCode(CANCELLED);
          await writeWholeFile(flags.out, new Uint8Array(Buffer.from(made.bytes, 'base64')));
        }
        print({ ...answer, file: flags.out ?? null }, () =>
          sections.flatMap((section) => {
            if (section.kind === 'checks')
              return section.checks.map(({ text, ok }) => `${ok ? '✔' : '✖'} ${text}`);
            return section.kind === 'facts'
              ? section.facts.map(({ label, value }) => `  ${label}: ${value}`)
              : [];
          }),
        );
      });
    });
}
