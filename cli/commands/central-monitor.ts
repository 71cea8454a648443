import type { Command } from 'commander';
import { FacilityError } from '../../records/facility-error.js';
import { addBoxesOptions, addByOption, openBoxes, type BoxesFlags } from '../boxes-options.js';
import type { CommandContext } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { runCommand } from '../run-command.js';

/** As many days as fit the screen, with room for what they mean. */
const HISTORY_DAYS = 10;

export function addCentralMonitorCommand(central: Command, context: CommandContext): void {
  addByOption(addBoxesOptions(central.command('monitor').summary('watch all boxes on this terminal')))
    .description(
      'Shows all boxes, worst first, and looks again each few seconds: alerts, one box with its last days; an alert is acknowledged with a note. Alerts themselves are begun and ended by nadi central router, so that they do whether or not anybody looks. For scripts there is nadi central boxes.',
    )
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central monitor --url https://centre.example:6984 --password-file nadi-web.password',
      ]) + exitCodesHelp(['centre-unreachable', 'centre-refused']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<BoxesFlags & { by: string }>();
      await runCommand(context, flags, async ({ language }) => {
        if (context.stdout.isTTY !== true || context.stdin.isTTY !== true || flags.json) {
          throw new FacilityError('bad-input', 'The monitor needs a terminal to draw on.', {
            hint: 'hints.boxesForScripts',
          });
        }
        const { couch, book } = await openBoxes(flags);
        // What is wrong with address or password is told in a line, before the screen opens.
        await book.read();
        const { readBoxHistory } = await import('../../central/monitor/box-history.js');
        const { acknowledgeAlert } = await import('../../central/monitor/acknowledge-alert.js');
        const { openMonitor } = await import('../screens/open-monitor.js');
        await openMonitor({
          language,
          locale: context.locale,
          read: () => book.read(),
          readHistory: (box) => readBoxHistory(couch, box, { days: HISTORY_DAYS, now: Date.now() }),
          acknowledge: (alert, note) =>
            acknowledgeAlert(couch, alert, { by: flags.by, note, at: new Date().toISOString() }),
        });
      });
    });
}
