import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { FacilityError } from '../../records/facility-error.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';
import { listBackupsOf, verifyFile } from '../tasks/control-backups.js';
import { saySize } from '../say-size.js';

type BackupVerifyFlags = CommonOptions & { wordsFile?: string };

export function addBackupVerifyCommand(backup: Command, context: CommandContext): void {
  addCommonOptions(backup.command('verify').summary('read a backup from beginning to end'))
    .description(
      'Decrypts and decodes a backup and counts its records: the newest one, or the file that is named. With the ' +
        'words of the recovery sheet it proves that the sheet opens it.',
    )
    .argument('[file]', 'the backup (else the newest at the places that are there)')
    .option(
      '--words-file <file>',
      "file with the recovery sheet's words; without it the box's own key is used",
    )
    .addHelpText(
      'after',
      examplesHelp([
        'nadi backup verify',
        'nadi backup verify /media/stick/nadi/BR1042-….nadi --words-file words',
      ]) +
        exitCodesHelp([
          'not-found',
          'not-set-up',
          'server-not-running',
          'backup-damaged',
          'backup-cut-off',
          'backup-newer',
          'backup-wrong-key',
        ]),
    )
    .action(async (file: string | undefined, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<BackupVerifyFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const path = file === undefined ? await newest(folder) : resolve(file);
        const identity = flags.wordsFile === undefined ? null : await readWords(flags.wordsFile);
        const found = await showJob(context, say, verifyFile(folder, path, identity));
        if (found === null) return context.setExitCode(CANCELLED);
        const { header, records, bytes } = found;
        print({ file: path, ...found }, () => [
          say('cli.backup.verified', { file: path, records, size: saySize(bytes), box: header.box }),
        ]);
      });
    });
}

async function newest(folder: string): Promise<string> {
  const { places } = await listBackupsOf(folder);
  const files = places.flatMap((place) => place.files).filter(({ header }) => header !== null);
  const last = files.toSorted((a, b) => (a.header?.at ?? '').localeCompare(b.header?.at ?? '')).at(-1);
  if (last) return last.path;
  throw new FacilityError('not-found', 'There is no backup at the places that are there.', {
    hint: 'hints.backupNow',
  });
}

async function readWords(file: string): Promise<string> {
  const { readRecoveryKey } = await import('../../node-server/backup/recovery-key.js');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new FacilityError('bad-input', `${file} cannot be read`, {
      fields: [{ field: 'words-file', code: 'notReadable' }],
      cause,
    });
  });
  return (await readRecoveryKey(text)).identity;
}
