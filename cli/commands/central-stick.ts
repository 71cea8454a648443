import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ERROR_TABLE } from '../../records/error-table.js';
import { keyFingerprint } from '../../records/seal.js';
import { openCentre } from '../centre-options.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { couchLogin } from '../couch-login.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readSecretFile } from '../read-secret-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { sayError, sayHint } from '../say-error.js';
import { showJob } from '../show-job.js';
import { STICK_FAILURES } from '../stick-failures.js';

type KeyFlags = CommonOptions & { keys: string; url?: string; user: string; passwordFile?: string };
type ImportFlags = CommonOptions & {
  keys: string;
  url: string;
  user: string;
  passwordFile: string;
  accept?: string[];
};

/** Where the centre's keys lie unless said. */
const KEYS = 'nadi-centre-keys';

/** `nadi central key` and `nadi central import`: the centre's end of sync by hand. */
export function addCentralStickCommands(central: Command, context: CommandContext): void {
  addCentralKeyCommand(central, context);
  addCentralImportCommand(central, context);
}

function addCentralKeyCommand(central: Command, context: CommandContext): void {
  addCommonOptions(central.command('key').summary("make or show the district server's keys for sticks"))
    .description(
      "Makes the district server's keys once, in a folder that only you can read, and shows the fingerprint. With --url the public half goes to every box with a line; to the others carry the file centre.nadikey. Keep a copy of the folder: without it no stick can be opened.",
    )
    .option('--keys <folder>', 'where the keys lie', KEYS)
    .option('--url <address>', 'CouchDB in whose database `shared` the public half is published')
    .option('--user <name>', 'a server admin there, or a user of the role centre', 'admin')
    .option('--password-file <file>', 'file with the password')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central key --keys /etc/nadi/centre-keys',
        'nadi central key --keys /etc/nadi/centre-keys --url https://centre.example:6984 --password-file admin-password',
      ]) + exitCodesHelp(['stick-no-key', 'centre-unreachable', 'centre-refused']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<KeyFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const { makeCentreKeys, publishCentreKey, PUBLIC_FILE } =
          await import('../../central/stick/centre-keys.js');
        const { centreKeyLine } = await import('../../sync/stick/centre-key.js');
        const { keys, isNew } = await makeCentreKeys(resolve(flags.keys));
        let published: string | null = null;
        if (flags.url !== undefined) {
          const { url, passwordFile = '' } = flags;
          const nano = await openCentre({ ...flags, url, passwordFile });
          published = await publishCentreKey(nano, keys.public, new Date().toISOString());
        }
        const fingerprint = keyFingerprint(keys.public.sign);
        const answer = {
          folder: resolve(flags.keys),
          isNew,
          key: centreKeyLine(keys.public),
          fingerprint,
          published,
        };
        print(answer, () => [
          say(isNew ? 'cli.stick.keyMade' : 'cli.stick.keyStands', {
            folder: answer.folder,
            file: PUBLIC_FILE,
          }),
          say('cli.stick.centreKey', { fingerprint }),
          answer.key,
          ...(published === null ? [] : [say('cli.stick.published')]),
        ]);
      });
    });
}

function addCentralImportCommand(central: Command, context: CommandContext): void {
  addCommonOptions(central.command('import').summary('take in what boxes wrote onto sticks'))
    .description(
      "Takes in any number of files, of any boxes, in any order, again and again: checks the box's signature, seals and chain, writes to CouchDB, and puts the answer with the receipt beside the box's file. A file that is refused stops no other one.",
    )
    .argument('<paths...>', 'files, folders, sticks')
    .requiredOption('--url <address>', 'address of the CouchDB: https://centre.example:6984')
    .option('--user <name>', 'a user of the role centre, or a server admin', 'admin')
    .requiredOption('--password-file <file>', 'file with the password')
    .option('--keys <folder>', "where the district server's keys lie", KEYS)
    .option(
      '--accept <fingerprint...>',
      "fingerprint of a new box's key, compared by telephone: nadi sync export shows it",
    )
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central import /media/stick --url https://centre.example:6984 --password-file admin-password',
        "nadi central import /media/stick --url … --password-file … --accept '3F2A 91C0 0B7E 55D1 …'   # the first time",
      ]) +
        exitCodesHelp(['not-found', 'disk-full', 'centre-unreachable', 'centre-refused', ...STICK_FAILURES]),
    )
    .action(async (paths: string[], _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<ImportFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        couchLogin(flags.url, flags.user, '');
        const password = await readSecretFile(flags.passwordFile, 'password-file');
        const { readCentreKeys } = await import('../../central/stick/centre-keys.js');
        const { takeSticks } = await import('../../central/stick/take-sticks.js');
        const job = takeSticks({
          paths: paths.map((path) => resolve(path)),
          url: flags.url.replace(/\/$/, ''),
          user: flags.user,
          password,
          keys: await readCentreKeys(resolve(flags.keys)),
          ...(flags.accept === undefined ? {} : { accept: flags.accept }),
          now: Date.now,
        });
        const taken = await showJob(context, say, job);
        if (taken === null) return context.setExitCode(CANCELLED);
        const failed = taken.failed.map(({ file, error }) => ({
          file,
          code: error.code,
          message: error.message,
          hint: sayHint(error, say),
        }));
        print({ boxes: taken.boxes, failed }, () => [
          ...taken.boxes.map(({ box, records, papers, refused, receipt, answer }) =>
            [
              say('cli.stick.taken', { box, records, papers, holds: receipt.holds?.count ?? 0 }),
              ...(refused.length === 0 ? [] : [say('cli.stick.refused', { n: refused.length })]),
              say('cli.stick.answer', { file: answer.file, folder: answer.folder }),
            ].join('\n'),
          ),
          ...taken.failed.map(({ file, error }) => {
            const { title, next } = sayError(error, say);
            return `✖ ${file}: ${title}\n  ${error.message}\n→ ${next}`;
          }),
        ]);
        const [first] = taken.failed;
        if (first) context.setExitCode(ERROR_TABLE[first.error.code].exit);
      });
    });
}
