import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { displayWidth, fit } from '../components/display-width.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { STATE_MARK } from '../doctor/state-mark.js';
import { describeCheck } from '../tasks/describe-check.js';
import { runDoctor } from '../tasks/run-doctor.js';

export function addDoctorCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('doctor').summary('check everything the box needs, and say what to do'))
    .description(
      'Checks disk, clock, fsync, store, ports, files, words and the district server, with the server running or not. ' +
        'Its exit status is 1 where something is bad.',
    )
    .option('--fix', 'mend what can safely be mended: file modes, a stale socket, leftovers')
    .addHelpText(
      'after',
      examplesHelp(['nadi doctor', 'nadi doctor --fix', 'nadi doctor --json | jq .level']) +
        exitCodesHelp([]),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CommonOptions & { fix?: boolean }>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const report = await runDoctor(folder, { fix: flags.fix === true });
        const described = report.checks.map((check) => ({
          ...check,
          ...describeCheck(check, language, context.locale),
        }));
        const width = Math.max(...described.map(({ title }) => displayWidth(title))) + 2;
        print({ level: report.level, checks: described }, () => [
          say(`cli.health.${report.level}`),
          '',
          ...described.flatMap(({ state, title, words, next }) => [
            `${STATE_MARK[state]} ${fit(title, width)}${words}`,
            ...(next === undefined ? [] : [`  ${' '.repeat(width)}→ ${next}`]),
          ]),
        ]);
        if (report.level === 'bad') context.setExitCode(1);
      });
    });
}
