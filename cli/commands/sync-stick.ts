import type { Command } from 'commander';
import type { ImportedFile } from '../../node-server/stick/stick-api.js';
import type { Translate } from '../../templates/locale.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { saySize } from '../say-size.js';
import { showJob } from '../show-job.js';
import { STICK_FAILURES } from '../stick-failures.js';
import { exportToStick, importFromStick } from '../tasks/carry-sticks.js';

/** `nadi sync export` and `nadi sync import`: the box's end of sync by hand. */
export function addSyncStickCommands(sync: Command, context: CommandContext): void {
  addSyncExportCommand(sync, context);
  addSyncImportCommand(sync, context);
}

function addSyncExportCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('export').summary('write what waits onto a stick for the district server'))
    .description(
      'Writes everything that the district server has not confirmed into one file, encrypted to the district server and signed by this box, and reads it back. What an earlier stick carried is on it again until a receipt has come: any stick may be lost.',
    )
    .argument('[folder]', 'where to (else the USB stick that is in)')
    .option('--papers', 'scans and photos, too')
    .addHelpText(
      'after',
      examplesHelp(['nadi sync export', 'nadi sync export /media/stick --papers']) +
        exitCodesHelp([
          'disk-full',
          'not-set-up',
          'server-not-running',
          'stick-damaged',
          'stick-no-key',
          'stick-no-place',
        ]) +
        `\n ${CANCELLED}  ended by Ctrl-C`,
    )
    .action(async (to: string | undefined, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CommonOptions & { papers?: boolean }>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const made = await showJob(context, say, exportToStick(folder, to, flags.papers ?? false));
        if (made === null) return context.setExitCode(CANCELLED);
        const { file, from, upTo, records, papers, bytes, signedBy } = made;
        print(made, () => [
          say('cli.stick.exported', { records, from: from + 1, upTo, papers, size: saySize(bytes) }),
          say('cli.stick.file', { file, folder: made.folder }),
          say('cli.stick.signedBy', { signedBy }),
        ]);
      });
    });
}

function addSyncImportCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('import').summary("take in the district server's answer from a stick"))
    .description(
      "Takes in what came back from the district server: news, and the receipt. Checks the district server's signature first. In any order and any number of times.",
    )
    .argument('[path]', 'a file, or a folder with files (else the USB stick that is in)')
    .addHelpText(
      'after',
      examplesHelp(['nadi sync import', 'nadi sync import /media/stick']) +
        exitCodesHelp(['not-found', 'disk-full', 'not-set-up', 'server-not-running', ...STICK_FAILURES]),
    )
    .action(async (from: string | undefined, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CommonOptions>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const taken = await showJob(context, say, importFromStick(folder, from));
        if (taken === null) return context.setExitCode(CANCELLED);
        print(taken, () => [
          ...taken.files.map((one) => fileLine(one, say)),
          say('cli.stick.standing', { confirmed: taken.confirmed, waiting: taken.waiting }),
        ]);
      });
    });
}

function fileLine({ file, news, receipt }: ImportedFile, say: Translate): string {
  const told = receipt ? say(`cli.stick.outcome.${receipt.outcome}`, { n: receipt.agrees ?? 0 }) : '';
  return say('cli.stick.imported', { file, news, told });
}
