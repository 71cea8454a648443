import type { Command } from 'commander';
import type { RestoreResult } from '../../node-server/restore/restore-facility.js';
import { FacilityError } from '../../records/facility-error.js';
import { readBoxId } from '../../records/ids.js';
import type { Translate } from '../../templates/locale.js';
import { askOnTerminal } from '../ask-on-terminal.js';
import { commandAgain } from '../command-again.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import type { ScreenPlace } from '../screen-place.js';
import { readRecoveryFile } from '../read-recovery-file.js';
import { readSecretFile } from '../read-secret-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { restoreLines } from '../restore-lines.js';
import { showJob } from '../show-job.js';
import { lookAtFolder } from '../tasks/look-at-folder.js';
import { restoreBox, type RestoreAnswers } from '../tasks/restore-box.js';
import { refuseSecondSetup } from '../tasks/set-up.js';

type RestoreFlags = CommonOptions &
  Omit<RestoreAnswers, 'password' | 'recoveryKey' | 'language'> & {
    passwordFile?: string;
    recoveryKeyFile?: string;
  };

export function addRestoreCommand(program: Command, context: CommandContext): void {
  const command = program.command('restore').summary('make this the box that takes over from a lost one');
  addCommonOptions(command)
    .description(
      'Makes an empty folder the box that takes over from a lost one: from a backup, from the district server, or from both. The new box bears the next letter (BR1042b), so that no number is used twice. Broken off, the same command goes on where it stopped. On a terminal, without a source, a screen asks for all of it.',
    )
    .option('--box <code>', 'code of the lost box, such as BR1042 (else as in the backup)', readBoxId)
    .option('--from-backup <path>', 'folder with backups, or one of them')
    .option(
      '--recovery-key-file <file>',
      'file with the words of the recovery key; without it they are asked for',
    )
    .option('--from-centre <url>', 'address of the district server: https://centre.example:6984')
    .option('--user <name>', "user at the district server (the new box's code)")
    .option('--password-file <file>', 'file with the password at the district server')
    .option('--replica <letter>', 'letter of the new box (else the next one)')
    .option('--up-to-gap', 'where the district server lacks a record, take what stands before it')
    .option('--port <number>', 'port of the pages (as in the backup, else 8080)')
    .option('--host <address>', 'address to listen on (as in the backup, else all of the LAN)')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi restore --from-backup /media/usb/nadi',
        'nadi restore --box BR1042 --from-centre https://centre.example:6984 --password-file centre-password',
      ]) +
        exitCodesHelp([
          'disk-full',
          'store-foreign',
          'already-set-up',
          'centre-unreachable',
          'centre-refused',
          'restore-refused',
          'backup-damaged',
          'backup-gap',
          'backup-wrong-key',
          'backup-no-place',
        ]),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<RestoreFlags>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const { passwordFile, recoveryKeyFile, ...answers } = flags;
        const isAsked = answers.fromBackup === undefined && answers.fromCentre === undefined;
        if (isAsked && canAsk(context, flags) && !context.config.isDumb) {
          await runRestoreScreen(context, {
            ...{ folder, language },
            ...(flags.data !== undefined && { data: flags.data }),
          });
          return;
        }
        const cancel = new AbortController();
        const onSignal = (): void => cancel.abort(brokenOff(folder));
        process.once('SIGINT', onSignal);
        process.once('SIGTERM', onSignal);
        try {
          const given: RestoreAnswers = {
            ...answers,
            language,
            ...(passwordFile === undefined
              ? {}
              : { password: await readSecretFile(passwordFile, 'password-file') }),
            ...(recoveryKeyFile === undefined
              ? {}
              : { recoveryKey: await readRecoveryFile(recoveryKeyFile) }),
          };
          if (given.fromBackup !== undefined && given.recoveryKey === undefined && canAsk(context, flags)) {
            given.recoveryKey = await askRecoveryKey(context, say);
          }
          const job = restoreBox(folder, given, cancel.signal);
          const result = await showJob(context, say, job);
          if (result === null) throw brokenOff(folder);
          print(result, () => restoreLines(result, folder, say));
        } finally {
          process.removeListener('SIGINT', onSignal);
          process.removeListener('SIGTERM', onSignal);
        }
      });
    });
}

/** The screen; it goes on with a restore that was broken off. `back` where Escape led out of it. */
export async function runRestoreScreen(
  context: CommandContext,
  { folder, language, data, ...asked }: ScreenPlace,
): Promise<'back' | undefined> {
  const isUnfinished = (await lookAtFolder(folder)) === 'restoring';
  if (!isUnfinished) await refuseSecondSetup(folder);
  const { openRestore } = await import('../screens/open-restore.js');
  const result = await openRestore({ folder, language, locale: context.locale, isUnfinished });
  if (result === 'back' && asked.hasBefore) return 'back';
  const say = context.locale.in(language);
  // The password was shown on the screen, this once.
  const lines =
    result && result !== 'back'
      ? restoreLines(withoutPassword(result), folder, say)
      : [say('cli.restoreScreen.left', { command: commandAgain('nadi', data) })];
  context.stdout.write(`${lines.join('\n')}\n`);
  return undefined;
}

function withoutPassword({ admin, ...result }: RestoreResult): RestoreResult {
  void admin;
  return result;
}

function canAsk(context: CommandContext, flags: RestoreFlags): boolean {
  return !flags.json && context.stdin.isTTY === true && context.stdout.isTTY === true;
}

async function askRecoveryKey(context: CommandContext, say: Translate): Promise<string> {
  const terminal = askOnTerminal(context, say);
  try {
    return await terminal.ask({ key: 'recoveryKey' } as never, '', null);
  } finally {
    terminal.close();
  }
}

function brokenOff(folder: string): FacilityError {
  return new FacilityError('restore-unfinished', 'The restore was broken off.', {
    hint: 'hints.sameAgainOrDelete',
    params: { folder },
  });
}
