import { Command, CommanderError } from 'commander';
import { FacilityError } from '../records/facility-error.js';
import type { Language } from '../templates/locale.js';
import type { CommandContext, CommonOptions } from './command-context.js';
import { addBackupCommands } from './commands/backup.js';
import { addAuditCommands } from './commands/audit.js';
import { addCentralCommands } from './commands/central.js';
import { addDemoCommand } from './commands/demo.js';
import { addDevicesCommands } from './commands/devices.js';
import { addLanCommands } from './commands/lan.js';
import { addReportCommands } from './commands/report.js';
import { addRestoreCommand, runRestoreScreen } from './commands/restore.js';
import { addDoctorCommand } from './commands/doctor.js';
import { addLogsCommand } from './commands/logs.js';
import { addServiceCommands } from './commands/service.js';
import { addSetupCommand, runWizard } from './commands/setup.js';
import { addStaffCommands } from './commands/staff.js';
import { addStandbyCommands } from './commands/standby.js';
import { addStartCommand } from './commands/start.js';
import { addStatusCommand, printStatus } from './commands/status.js';
import { addStopCommand } from './commands/stop.js';
import { addSyncCommands } from './commands/sync.js';
import { examplesHelp, exitCodesHelp } from './exit-codes.js';
import { nearestWord } from './nearest-word.js';
import { printFailure } from './print-failure.js';
import { addCommonOptions, runCommand } from './run-command.js';
import { lookAtFolder } from './tasks/look-at-folder.js';

/** The command `nadi` with everything under it. */
function buildProgram(context: CommandContext, version: string): Command {
  const program = new Command('nadi')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void context.stdout.write(text), writeErr: () => {} })
    .version(version);
  addCommonOptions(program)
    .description("Runs a health centre's box. Alone, on a terminal, it opens the operator's screens.")
    .addHelpText(
      'after',
      examplesHelp(['nadi setup', 'nadi start', 'nadi', 'nadi status --json']) +
        exitCodesHelp(['not-set-up', 'server-not-running']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const options = cmd.opts<CommonOptions>();
      const seen = context.stdout.isTTY === true && context.stdin.isTTY === true && options.json !== true;
      if (!seen) return printStatus(context, options);
      return runCommand(context, options, async ({ folder, language }) => {
        await openNadi(context, {
          folder,
          language,
          ...(options.data !== undefined && { data: options.data }),
        });
      });
    });
  addSetupCommand(program, context);
  addRestoreCommand(program, context);
  addStartCommand(program, context);
  addStopCommand(program, context);
  addStatusCommand(program, context);
  addStaffCommands(program, context);
  addDevicesCommands(program, context);
  addLanCommands(program, context);
  addReportCommands(program, context);
  addSyncCommands(program, context);
  addBackupCommands(program, context);
  addStandbyCommands(program, context);
  addAuditCommands(program, context);
  addCentralCommands(program, context);
  addDemoCommand(program, context);
  addDoctorCommand(program, context);
  addServiceCommands(program, context);
  addLogsCommand(program, context);
  return program;
}

/** The operator's screens; on a folder without a box, what makes it one. */
async function openNadi(
  context: CommandContext,
  where: { folder: string; language: Language; data?: string },
): Promise<void> {
  const { locale } = context;
  const state = await lookAtFolder(where.folder);
  if (state === 'box') {
    const { openScreens } = await import('./screens/open-screens.js');
    return openScreens({ ...where, locale });
  }
  if (state === 'restoring') return void (await runRestoreScreen(context, where));
  const { openFirst } = await import('./screens/open-first.js');
  let went: 'back' | undefined;
  let { language } = where;
  do {
    const chosen = await openFirst({ ...where, language, locale });
    if (chosen === null) return;
    ({ language } = chosen);
    const place = { ...where, language, hasBefore: true };
    if (chosen.choice === 'restore') went = await runRestoreScreen(context, place);
    else {
      const { setUpFacility } = await import('../node-server/set-up.js');
      went = await runWizard(context, {}, { ...place, setUpFacility });
    }
  } while (went === 'back');
}

/** Runs one command line; wrong usage is an error like any other, with its words and its exit status. */
export async function runProgram(
  context: CommandContext,
  version: string,
  args: readonly string[],
): Promise<void> {
  const program = buildProgram(context, version);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const language = context.config.language;
    printFailure(context, error instanceof CommanderError ? wrongUsage(error, args, program) : error, {
      json: args.includes('--json'),
      say: context.locale.in(language),
    });
  }
}

function wrongUsage(error: CommanderError, args: readonly string[], program: Command): FacilityError {
  const command = commandOf(args, program);
  const [typed = ''] = args;
  const isUnknown = error.code === 'commander.excessArguments' && command === 'nadi';
  // `nadi staff` alone: commander's message is only "(outputHelp)".
  const message =
    error.code === 'commander.help'
      ? `${command} needs to know what to do`
      : isUnknown
        ? `unknown command '${typed}'; nadi --help lists them`
        : error.message;
  const near = isUnknown ? nearestWord(typed, namesIn(program)) : undefined;
  return new FacilityError('bad-input', message.replace(/^error: /, ''), {
    hint: near === undefined ? 'hints.seeHelp' : 'hints.didYouMean',
    params: { command, ...(near === undefined ? {} : { near }) },
  });
}

/** What of a command line is a command that there is: `nadi staff` of `nadi staff lst --json`. */
function commandOf(args: readonly string[], program: Command): string {
  let at = program;
  const words = ['nadi'];
  for (const word of args) {
    const next = at.commands.find((one) => one.name() === word);
    if (next === undefined) continue;
    at = next;
    words.push(word);
  }
  return words.join(' ');
}

function namesIn(program: Command): string[] {
  return program.commands.map((one) => one.name());
}
