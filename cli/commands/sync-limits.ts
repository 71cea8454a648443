import type { Command } from 'commander';
import type { SyncPolicy } from '../../sync/lanes.js';
import type { Translate } from '../../templates/locale.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { changeLimits, type LimitAnswers } from '../tasks/change-limits.js';

type LimitFlags = CommonOptions & LimitAnswers;

export function addSyncLimitsCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('limits').summary('say what the line to the district server may carry'))
    .description(
      'Shows or changes what the line to the district server may carry. Referrals, critical results and diseases that are reported case by case go at once, whatever is set here. A running server takes it with its next cycle. It counts where the district server has a gateway.',
    )
    .option('--per-day <amount>', 'at most so much a day, both ways: 500kB, 20MB, none')
    .option(
      '--quiet <from-to>',
      "nothing but urgent records from one time to the other, India's time: 22:00-05:00, none",
    )
    .option('--urgent-only <on|off>', 'nothing but urgent records at all')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi sync limits',
        'nadi sync limits --per-day 5MB --quiet 09:00-13:00',
        'nadi sync limits --per-day none',
      ]) + exitCodesHelp(['bad-input', 'not-set-up', 'store-damaged']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<LimitFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const { perDay, quiet, urgentOnly } = flags;
        const kept = await changeLimits(folder, { perDay, quiet, urgentOnly });
        print(kept, () => limitLines(kept.limits, say));
      });
    });
}

function limitLines({ bytesPerDay, quiet, urgentOnly }: SyncPolicy, say: Translate): string[] {
  if (urgentOnly) return [say('cli.sync.urgentOnly')];
  return [
    bytesPerDay === undefined
      ? say('cli.sync.noBudget')
      : say('cli.sync.budget', { kb: Math.round(bytesPerDay / 1_000) }),
    ...(quiet ? [say('cli.sync.quiet', { from: quiet.from, to: quiet.to })] : []),
  ];
}
