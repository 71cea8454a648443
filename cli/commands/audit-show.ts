import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';
import { readDays, showTrail } from '../tasks/read-audit.js';
import { trailLines } from '../trail-lines.js';

type ShowFlags = CommonOptions & { patient?: string; by?: string; from?: string; to?: string };

export function addAuditShowCommand(audit: Command, context: CommandContext): void {
  addCommonOptions(audit.command('show').summary('who saw or wrote what'))
    .description(
      "Shows who saw or wrote what: about a patient, by a member of the staff, or both. This look is itself written down. Times are India's.",
    )
    .option('--patient <id>', 'about this patient, by the number on the slip: BR1042-000217-K')
    .option('--by <login>', 'by this member of the staff')
    .option('--from <day>', 'from this day on: 2026-11-01')
    .option('--to <day>', 'up to this day')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi audit show --patient BR1042-000217-K',
        'nadi audit show --by sunita --from 2026-11-01 --to 2026-11-07',
      ]) + exitCodesHelp(['not-found', 'not-set-up', 'server-not-running']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<ShowFlags>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const { patient, by } = flags;
        const trail = await showJob(
          context,
          say,
          showTrail(folder, {
            ...(patient === undefined ? {} : { patient }),
            ...(by === undefined ? {} : { by }),
            ...readDays(flags),
          }),
        );
        if (trail === null) return context.setExitCode(CANCELLED);
        print(trail, () => trailLines(trail, language, say));
      });
    });
}
