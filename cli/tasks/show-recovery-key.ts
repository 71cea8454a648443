import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { toString as drawQr } from 'qrcode';
import { changeBackupPlan } from '../../node-server/box-folder/change-settings.js';
import { readBoxFolder } from '../../node-server/box-folder/read-box-folder.js';
import { recipientFingerprint } from '../../sync/sealed-file/recipient-fingerprint.js';
import { keepRecoveryKey, readBackupPlan } from '../../node-server/backup/keep-recovery-key.js';
import { makeRecoveryKey, readRecoveryKey, type RecoveryKey } from '../../node-server/backup/recovery-key.js';
import { FacilityError } from '../../records/facility-error.js';
import { recoverySheet } from '../../templates/print/recovery-sheet.js';
import type { CommandContext } from '../command-context.js';
import type { BackupKeyFlags } from '../commands/backup-key.js';
import type { Run } from '../run-command.js';
import { ASKED_WORDS } from './asked-words.js';
import { readStatus } from './read-status.js';

/** Makes the recovery key and shows it once; or checks words, or keeps the centre's key. */
export async function showRecoveryKey(
  context: CommandContext,
  run: Run,
  flags: BackupKeyFlags,
): Promise<void> {
  if (flags.centre !== undefined) return keepCentre(run, flags.centre);
  if (flags.check !== undefined) return check(run, flags.check);
  await make(context, run, flags);
}

async function make(context: CommandContext, run: Run, flags: BackupKeyFlags): Promise<void> {
  const { folder, say, print } = run;
  const { box, plan } = await readBackupPlan(folder);
  if (plan.recoveryKey !== undefined && !flags.new) {
    throw new FacilityError(
      'conflict',
      `${box} has a recovery key (${recipientFingerprint(plan.recoveryKey)}).`,
      {
        hint: 'hints.newKey',
      },
    );
  }
  const canAsk = context.stdin.isTTY === true && context.stdout.isTTY === true && !flags.json;
  if (!canAsk && !flags.yes) {
    throw new FacilityError('bad-input', 'The words are shown on a terminal, and some of them asked for.', {
      hint: 'hints.terminalOrYes',
      fields: [{ field: 'yes', code: 'required' }],
    });
  }
  const key = await makeRecoveryKey();
  if (flags.print !== undefined) await writeSheet(run, flags.print, box, key);
  const qr = await drawQr(key.words.join(' ').toUpperCase(), { type: 'utf8' });
  const shown = [say('cli.backup.key.write'), '', ...inColumns(key.words), '', qr];
  if (canAsk && !flags.yes) {
    context.stdout.write(`${shown.join('\n')}\n`);
    await askForWords(context, run, key.words);
    shown.length = 0;
  }
  await keepRecoveryKey(folder, key.recipient);
  const { words, recipient } = key;
  print(
    { box, words, recipient, fingerprint: recipientFingerprint(recipient), sheet: flags.print ?? null },
    () => [
      ...shown,
      ...(flags.print === undefined ? [] : [say('cli.backup.key.sheet', { file: flags.print })]),
      say('cli.backup.key.kept', { box, fingerprint: recipientFingerprint(recipient) }),
    ],
  );
}

/** Four rows of three, numbered from left to right as on the sheet. */
function inColumns(words: string[]): string[] {
  const cells = words.map((word, i) => `${String(i + 1).padStart(4)}. ${word.padEnd(14)}`);
  return [0, 3, 6, 9].map((from) => cells.slice(from, from + 3).join(''));
}

async function askForWords(context: CommandContext, { say }: Run, words: string[]): Promise<void> {
  const lines = createInterface({ input: context.stdin, output: context.stdout, terminal: true });
  // Ctrl-C and Ctrl-D leave the box without the key: what nobody wrote down must not close a backup.
  const ended = new Promise<never>((_, reject) => {
    const end = (): void =>
      reject(
        new FacilityError('bad-input', 'Broken off; no key was kept.', {
          hint: 'hints.keyAgain',
        }),
      );
    lines.once('SIGINT', () => lines.close());
    lines.once('close', end);
  });
  ended.catch(() => undefined);
  try {
    for (const place of ASKED_WORDS) {
      for (;;) {
        const typed = await Promise.race([lines.question(say('cli.backup.key.ask', { place })), ended]);
        if (typed.trim().toLowerCase() === words[place - 1]) break;
        context.stdout.write(`${say('cli.backup.key.wrong', { place })}\n`);
      }
    }
  } finally {
    lines.close();
  }
}

async function writeSheet({ folder }: Run, file: string, box: string, key: RecoveryKey): Promise<void> {
  // The name stands in the ledger, which only a running server may open.
  const status = await readStatus(folder).catch(() => null);
  const pdf = await recoverySheet({
    facility: { name: status?.name ?? { hi: box, en: box } },
    box,
    words: key.words,
    at: new Date().toISOString(),
  });
  await writeFile(file, pdf.toString('latin1'), { encoding: 'latin1', mode: 0o600 }).catch(
    (cause: unknown) => {
      throw new FacilityError('bad-input', `${file} cannot be written`, {
        fields: [{ field: 'print', code: 'notWritable' }],
        cause,
      });
    },
  );
}

async function check({ folder, say, print }: Run, file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new FacilityError('bad-input', `${file} cannot be read`, {
      fields: [{ field: 'check', code: 'notReadable' }],
      cause,
    });
  });
  const { recipient } = await readRecoveryKey(text);
  const { box, plan } = await readBackupPlan(folder);
  if (recipient !== plan.recoveryKey)
    throw new FacilityError('backup-wrong-key', `These words are not the recovery key of ${box}.`, {
      hint: 'hints.olderKeyWords',
    });
  print({ box, fits: true, fingerprint: recipientFingerprint(recipient) }, () => [
    say('cli.backup.key.fits', { box }),
  ]);
}

async function keepCentre({ folder, say, print }: Run, centre: string): Promise<void> {
  const { settings } = await readBoxFolder(folder);
  const { plan } = await readBackupPlan(folder);
  const { centreKey, ...without } = plan;
  void centreKey;
  if (centre !== 'none' && !/^age1[0-9a-z]{58}$/.test(centre)) {
    throw new FacilityError('bad-input', '--centre is no age key', {
      fields: [{ field: 'centre', code: 'wrongAgeKey' }],
      hint: 'hints.ageKey',
    });
  }
  await changeBackupPlan(folder, centre === 'none' ? without : { ...without, centreKey: centre });
  print({ box: settings.box, centreKey: centre === 'none' ? null : centre }, () => [
    say(centre === 'none' ? 'cli.backup.key.centreGone' : 'cli.backup.key.centre', { box: settings.box }),
  ]);
}
