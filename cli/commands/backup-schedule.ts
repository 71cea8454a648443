import { Option, type Command } from 'commander';
import type { BackupPlan } from '../../node-server/backup/backup-plan.js';
import { readBackupPlan } from '../../node-server/backup/keep-recovery-key.js';
import { changeBackupPlan } from '../../node-server/box-folder.js';
import { FacilityError } from '../../records/facility-error.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

type BackupScheduleFlags = CommonOptions & {
  at?: string;
  fullOn?: string;
  off?: boolean;
  keepDaily?: string;
  keepWeekly?: string;
  keepMonthly?: string;
};

export function addBackupScheduleCommand(backup: Command, context: CommandContext): void {
  addCommonOptions(backup.command('schedule').summary('when backups come by themselves, and which are kept'))
    .description(
      'Without a flag it says how things stand. A time that went by while the box was off is made up for at its next ' +
        'start.',
    )
    .option('--at <time>', 'time of day in India (20:00)')
    .addOption(new Option('--full-on <day>', 'day of the full one').choices(DAYS))
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
        const { plan } = await readBackupPlan(folder);
        const next = changed(plan, flags);
        if (JSON.stringify(next) !== JSON.stringify(plan)) await changeBackupPlan(folder, next);
        const { schedule, keep } = next;
        print({ schedule: schedule ?? null, keep }, () => [
          schedule
            ? say('cli.backup.schedule.on', {
                time: schedule.time,
                day: say(`cli.backup.days.${DAYS[schedule.fullOn] ?? ''}`),
              })
            : say('cli.backup.schedule.off'),
          say('cli.backup.schedule.keep', { ...keep }),
        ]);
      });
    });
}

function changed(plan: BackupPlan, flags: BackupScheduleFlags): BackupPlan {
  const { schedule, ...rest } = plan;
  const keep = {
    daily: count('keep-daily', flags.keepDaily, plan.keep.daily, 1),
    weekly: count('keep-weekly', flags.keepWeekly, plan.keep.weekly, 0),
    monthly: count('keep-monthly', flags.keepMonthly, plan.keep.monthly, 0),
  };
  if (flags.off) return { ...rest, keep };
  if (flags.at === undefined && flags.fullOn === undefined) return { ...plan, keep };
  if (flags.at !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(flags.at)) throw wrong('at', 'wrongTime');
  return {
    ...rest,
    keep,
    schedule: {
      time: flags.at ?? schedule?.time ?? '20:00',
      fullOn: flags.fullOn === undefined ? (schedule?.fullOn ?? 0) : DAYS.indexOf(flags.fullOn),
    },
  };
}

function count(field: string, given: string | undefined, standing: number, least: number): number {
  if (given === undefined) return standing;
  const value = Number(given);
  if (/^\d+$/.test(given) && value >= least && value <= 1_000) return value;
  throw wrong(field, 'notWhole');
}

function wrong(field: string, code: string): FacilityError {
  return new FacilityError('bad-input', `--${field} is wrong`, {
    fields: [{ field, code }],
    hint: 'See: nadi backup schedule --help',
  });
}
