import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { FacilityError } from '../../records/facility-error.js';
import type { Translate } from '../../templates/locale.js';
import { askOnTerminal } from '../ask-on-terminal.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readSecretFile } from '../read-secret-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';
import { restoreBox, type RestoreAnswers } from '../tasks/restore-box.js';

type RestoreFlags = CommonOptions &
  Omit<RestoreAnswers, 'password' | 'recoveryKey' | 'language'> & {
    passwordFile?: string;
    recoveryKeyFile?: string;
  };

export function addRestoreCommand(program: Command, context: CommandContext): void {
  const command = program.command('restore').summary('make this the box that takes over from a lost one');
  addCommonOptions(command)
    .description(
      'Makes an empty folder the box that takes over from a lost one: from a backup, from the centre, or from both. The new box bears the next letter (BR1042b), so that no number is used twice. Broken off, the same command goes on where it stopped.',
    )
    .option('--box <code>', 'code of the lost box, such as BR1042 (else as in the backup)')
    .option('--from-backup <path>', 'folder with backups, or one of them')
    .option(
      '--recovery-key-file <file>',
      'file with the words of the recovery key; without it they are asked for',
    )
    .option('--from-centre <url>', 'address of the centre: https://centre.example:6984')
    .option('--user <name>', "user at the centre (the new box's code)")
    .option('--password-file <file>', 'file with the password at the centre')
    .option('--replica <letter>', 'letter of the new box (else the next one)')
    .option('--up-to-gap', 'where the centre lacks a record, take what stands before it')
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
          const { box, from, records, patients, admin, centre } = result;
          print(result, () => [
            say('cli.restore.done', { box, from, folder }),
            say('cli.restore.counts', { records, patients }),
            ...(admin ? [say('cli.restore.admin', { id: admin.id, password: admin.password })] : []),
            centre && centre.user === box
              ? say('cli.restore.centre', { url: centre.url })
              : say('cli.restore.noCentre', { box, from }),
            say('cli.restore.next', { folder }),
          ]);
        } finally {
          process.removeListener('SIGINT', onSignal);
          process.removeListener('SIGTERM', onSignal);
        }
      });
    });
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

/** The words may stand in several lines. */
async function readRecoveryFile(file: string): Promise<string> {
  await readSecretFile(file, 'recovery-key-file');
  return readFile(file, 'utf8');
}

function brokenOff(folder: string): FacilityError {
  return new FacilityError('restore-unfinished', 'The restore was broken off.', {
    hint: 'Run the same command again: it goes on where it stopped. Or delete the folder.',
    params: { folder },
  });
}
