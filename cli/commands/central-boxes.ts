import type { Command } from 'commander';
import { readBoxId } from '../../records/ids.js';
import { addBoxesOptions, addByOption, openBoxes, type BoxesFlags } from '../boxes-options.js';
import type { CommandContext } from '../command-context.js';
import { ALERT_STANDS, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { runCommand } from '../run-command.js';

type ListFlags = BoxesFlags & { show: string };
type AcknowledgeFlags = BoxesFlags & { note: string; by: string };

/** `nadi central boxes [show|acknowledge]`: what the monitor shows, for scripts. */
export function addCentralBoxesCommands(central: Command, context: CommandContext): void {
  const boxes = central
    .command('boxes')
    .description(
      'How each box does: when it was heard, what waits, clock, disk, power, backup, line, alerts.',
    );
  const command = (name: string, summary: string, isDefault = false): Command =>
    addBoxesOptions(boxes.command(name, { isDefault }).summary(summary));

  command('list', 'all boxes, worst first (the default)', true)
    .description('Prints all boxes, worst first. Its exit status says whether somebody has to look.')
    .option(
      '--show <which>',
      'all, help (an alert that nobody has seen), broken, silent, look, late, ok, planned',
      'all',
    )
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central boxes --url https://centre.example:6984 --password-file nadi-web.password',
        'nadi central boxes --show help --json --url … --password-file … || call-somebody',
      ]) +
        exitCodesHelp(['centre-unreachable', 'centre-refused']) +
        `\n  ${ALERT_STANDS}  an alert stands that nobody has acknowledged, whatever --show leaves out`,
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<ListFlags>();
      await runCommand(context, flags, async ({ say, print, language }) => {
        const { isShown, readFilter, worstFirst } = await import('../../central/monitor/order-boxes.js');
        const { needsHelp } = await import('../../central/monitor/box-row.js');
        const { boxTable, pictureLines } = await import('../box-lines.js');
        const filter = readFilter(flags.show, 'show');
        const { book } = await openBoxes(flags);
        const picture = await book.read();
        const rows = worstFirst(picture.rows).filter((row) => isShown(row, filter));
        const { deaf, watchedAt } = picture;
        const telling = { say, language, now: picture.at };
        print({ boxes: rows, deaf, watchedAt }, () => [
          ...(rows.length > 0
            ? boxTable(rows, telling, context.stdout.isTTY === true)
            : [say('boxes.noneHere')]),
          ...pictureLines(picture, telling),
        ]);
        if (picture.rows.some(needsHelp)) context.setExitCode(ALERT_STANDS);
      });
    });

  command('show', 'one box')
    .description('Prints all that is known of one box, its alerts, and what to do about each.')
    .argument('<box>', 'name of the box, such as BR1042', readBoxId)
    .addHelpText(
      'after',
      examplesHelp(['nadi central boxes show BR1042 --url … --password-file …']) +
        exitCodesHelp(['not-found', 'centre-unreachable', 'centre-refused']),
    )
    .action(async (box: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<BoxesFlags>();
      await runCommand(context, flags, async ({ say, print, language }) => {
        const { findBox } = await import('../../central/monitor/find-box.js');
        const { boxLines } = await import('../box-lines.js');
        const { book } = await openBoxes(flags);
        const picture = await book.read();
        const row = findBox(picture, box);
        print(row, () => boxLines(row, { say, language, now: picture.at }));
      });
    });

  addByOption(command('acknowledge', 'say that an alert is looked after'))
    .description(
      'Keeps with an alert who has seen it and what is done about it. The alert stands until what it says is over; if it comes again, it is new.',
    )
    .argument('<box>', 'name of the box', readBoxId)
    .argument('<alert>', 'which: silent, gaps, clock, disk, backup, certificate, store-trouble, …')
    .requiredOption('--note <words>', 'what is done about it')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central boxes acknowledge BR1042 silent --note "power cut, back on Monday" --url … --password-file …',
      ]) + exitCodesHelp(['not-found', 'centre-unreachable', 'centre-refused']),
    )
    .action(async (box: string, kind: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<AcknowledgeFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const { alertKey } = await import('../../central/monitor/alert-key.js');
        const { findAlert, findBox } = await import('../../central/monitor/find-box.js');
        const { acknowledgeAlert } = await import('../../central/monitor/acknowledge-alert.js');
        const { couch, book } = await openBoxes(flags);
        const row = findBox(await book.read(), box);
        const alert = findAlert(row, kind);
        const { by, note } = flags;
        await acknowledgeAlert(couch, alert, { by, note, at: new Date().toISOString() });
        print({ box: row.box, kind: alert.kind, by, note }, () => [
          say('boxes.acknowledged', { box: row.box, alert: say(`boxes.alert.${alertKey(row, alert)}`) }),
        ]);
      });
    });
}
