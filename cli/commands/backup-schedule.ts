import { Option, type Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { changeSchedule, WEEKDAYS, type ScheduleWish } from '../tasks/change-backup-plan.js';

type BackupScheduleFlags = CommonOptions & ScheduleWish;

export function addBackupScheduleCommand(backup: Command, context: CommandContext): void {
  addCommonOptions(backup.command('schedule').summary('when backups come by themselves, and which are kept'))
    .description(
      'Without a flag it says how things stand. A time that went by while the box was off is made up for at its next ' +
        'start.',
    )
    .option('--at <time>', 'time of day in India (20:00)')
    .addOption(new Option('--full-on <day>', 'day of the full one').choices(WEEKDAYS))
    .option('--off', 'only at will')
    .option('--keep-daily <number>', 'days of which the last backup is kept (7)')
    .option('--keep-weekly <number>', 'weeks (4)')
    .option('--keep-monthly <number>', 'months (12)')
    .addHelpText(
      'after',
      examplesHelp(['nadi backup schedule', 'nadi backup schedule --at 14:30 --full-on sunday']) +
        exitCodesHelp(['not-set-up', 'disk-full']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<BackupScheduleFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const { schedule, keep } = await changeSchedule(folder, flags);
        print({ schedule: schedule ?? null, keep }, () => [
          schedule
            ? say('cli.backup.schedule.on', {
                time: schedule.time,
                day: say(`cli.backup.days.${WEEKDAYS[schedule.fullOn] ?? ''}`),
              })
            : say('cli.backup.schedule.off'),
          say('cli.backup.schedule.keep', { ...keep }),
        ]);
      });
    });
}
