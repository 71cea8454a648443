import type { Command } from 'commander';
import { changeSyncPolicy, readBoxFolder } from '../../node-server/box-folder.js';
import { FacilityError } from '../../records/facility-error.js';
import type { SyncPolicy } from '../../sync/lanes.js';
import type { Translate } from '../../templates/locale.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';

type LimitFlags = CommonOptions & { perDay?: string; quiet?: string; urgentOnly?: string };

const UNITS: Record<string, number> = { kB: 1_000, MB: 1_000_000 };

export function addSyncLimitsCommand(sync: Command, context: CommandContext): void {
  addCommonOptions(sync.command('limits').summary('say what the line to the centre may carry'))
    .description(
      'Shows or changes what the line to the centre may carry. Referrals, critical results and diseases that are reported case by case go at once, whatever is set here. A running server takes it with its next cycle. It counts where the centre has a gateway.',
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
        const { settings } = await readBoxFolder(folder);
        const policy = changed(settings.sync ?? {}, flags);
        const isChange = [flags.perDay, flags.quiet, flags.urgentOnly].some((flag) => flag !== undefined);
        if (isChange) await changeSyncPolicy(folder, policy);
        print({ box: settings.box, limits: policy }, () => limitLines(policy, say));
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

function changed(standing: SyncPolicy, { perDay, quiet, urgentOnly }: LimitFlags): SyncPolicy {
  const policy: SyncPolicy = { ...standing };
  if (perDay === 'none') delete policy.bytesPerDay;
  else if (perDay !== undefined) policy.bytesPerDay = readAmount(perDay);
  if (quiet === 'none') delete policy.quiet;
  else if (quiet !== undefined) policy.quiet = readQuiet(quiet);
  if (urgentOnly !== undefined) policy.urgentOnly = readSwitch(urgentOnly);
  return policy;
}

function readAmount(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,6}) ?(kB|MB)$/i.exec(text) ?? [];
  const times = Object.entries(UNITS).find(([name]) => name.toLowerCase() === unit.toLowerCase())?.[1];
  if (digits === undefined || times === undefined) throw wrong('per-day', text, '500kB, 20MB or none');
  return Number(digits) * times;
}

function readQuiet(text: string): { from: string; to: string } {
  const [, from, to] = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text) ?? [];
  if (from === undefined || to === undefined || from === to)
    throw wrong('quiet', text, '22:00-05:00 or none');
  return { from, to };
}

function readSwitch(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw wrong('urgent-only', text, 'on or off');
  return text === 'on';
}

function wrong(field: string, text: string, like: string): FacilityError {
  return new FacilityError('bad-input', `--${field} ${text} cannot be read`, {
    fields: [{ field, code: 'wrongAmount' }],
    hint: `It looks like ${like}.`,
  });
}
