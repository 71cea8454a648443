import { setTimeout as sleep } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import type { LogLevel, LogLine } from '../../node-server/read-log.js';
import { sayTime } from '../../sync/sync-state.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { endQuietly } from '../end-quietly.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readCount } from '../read-count.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { atLevel, readLogs } from '../tasks/read-logs.js';

type LogFlags = CommonOptions & { level: LogLevel; lines: string; follow?: boolean };

export function addLogsCommand(program: Command, context: CommandContext): void {
  addCommonOptions(program.command('logs').summary("show the last lines of the server's log"))
    .description("Shows the last lines of the server's log, also where the server does not run.")
    .addOption(
      new Option('--level <level>', 'as grave as this or graver')
        .choices(['info', 'warn', 'error'])
        .default('info'),
    )
    .option('--lines <number>', 'how many', '50')
    .option('--follow', 'go on with what comes, until Ctrl-C')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi logs --level warn',
        'nadi logs --follow',
        'nadi logs --json | jq -r .lines[].message',
      ]) + exitCodesHelp(['not-allowed', 'not-set-up']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<LogFlags>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const show = (line: LogLine): string =>
          `${sayTime(line.at, language)}  ${say(`cli.logs.${line.level}`)}  ${line.message} ${line.detail}`.trimEnd();
        const most = readCount(flags.lines, 'lines', 1_000);
        let { lines, next } = await readLogs(folder);
        const last = atLevel(lines, flags.level).slice(-most);
        print({ lines: last, next }, () => (last.length === 0 ? [say('cli.logs.none')] : last.map(show)));
        let isRead = true;
        endQuietly(context.stdout, () => (isRead = false));
        while (flags.follow === true && isRead) {
          await sleep(1_000);
          ({ lines, next } = await readLogs(folder, next));
          const fresh = atLevel(lines, flags.level);
          if (fresh.length > 0) print({ lines: fresh, next }, () => fresh.map(show));
        }
      });
    });
}
