import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { statusLines } from '../status-lines.js';
import { describeStatus } from '../tasks/describe-status.js';
import { judgeHealth } from '../tasks/judge-health.js';
import { readStatus } from '../tasks/read-status.js';

export function addStatusCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('status').summary('say how the running server is'))
    .description("Says how the running server is: health, today's patients, sync, disk, clock, addresses.")
    .addHelpText(
      'after',
      examplesHelp(['nadi status', 'nadi status --json | jq .health.level']) +
        exitCodesHelp(['not-allowed', 'not-set-up', 'server-not-running']),
    )
    .action((_: unknown, cmd: Command) => printStatus(context, cmd.optsWithGlobals<CommonOptions>()));
}

/** Also what `nadi` alone does where nobody looks at a screen. */
export function printStatus(context: CommandContext, options: CommonOptions): Promise<void> {
  return runCommand(context, options, async ({ folder, language, say, print }) => {
    const status = await readStatus(folder);
    print({ ...status, health: judgeHealth(status) }, () =>
      statusLines(describeStatus(status, language, say), say),
    );
  });
}
