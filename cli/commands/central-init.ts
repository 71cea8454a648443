import type { Command } from 'commander';
import { generatePassword } from '../../node-server/admin/generate-password.js';
import { FacilityError } from '../../records/facility-error.js';
import { addCentreOptions, openCentre, type CentreFlags } from '../centre-options.js';
import type { CommandContext } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { preparedLines } from '../prepared-lines.js';
import { runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';
import { keepPassword } from '../tasks/keep-password.js';

type InitFlags = CentreFlags & {
  dryRun?: boolean;
  to?: string;
  passwordFolder?: string;
  newPasswords?: boolean;
};

export function addCentralInitCommand(central: Command, context: CommandContext): void {
  addCentreOptions(
    central.command('init').summary('make a CouchDB a district server, or bring it to another version'),
  )
    .description(
      "Makes the district server's databases, design documents, security and users in any CouchDB 3.x, one node or a cluster, and brings the databases of all boxes to what this version needs. Safe to run again: what is right stays as it is. --to goes back to an earlier version; nothing that a centre holds is ever deleted.",
    )
    .option('--dry-run', 'show what would be done; write nothing')
    .option('--to <version>', 'stop at this version, or go back to it (the newest)')
    .option(
      '--password-folder <folder>',
      'write the passwords that are made into files there, for their owner only (they are printed once)',
    )
    .option('--new-passwords', 'give the users who stand new passwords too')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central init --url https://centre.example:6984 --password-file admin-password --dry-run',
        'nadi central init --url https://centre.example:6984 --password-file admin-password --password-folder /etc/nadi/centre',
        'nadi central init --url https://centre.example:6984 --password-file admin-password --to 1   # one step back',
      ]) + exitCodesHelp(['conflict', 'centre-unreachable', 'centre-refused']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<InitFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const { dryRun = false, passwordFolder } = flags;
        const nano = await openCentre(flags);
        const { initCentre } = await import('../../central/init/init-centre.js');
        const passwords: Record<string, string> = {};
        const files: string[] = [];
        const job = initCentre({
          nano,
          dryRun,
          ...(flags.to === undefined ? {} : { to: readVersionFlag(flags.to) }),
          users: {
            password: generatePassword,
            renew: flags.newPasswords === true,
            onPassword: async (name, password) => {
              if (passwordFolder === undefined) passwords[name] = password;
              else files.push(await keepPassword(passwordFolder, name, password));
            },
          },
          now: () => new Date().toISOString(),
        });
        const passwordLines = (): string[] => [
          ...Object.entries(passwords).map(([name, password]) =>
            say('cli.central.password', { box: name, password }),
          ),
          ...files.map((file) => say('cli.central.passwordFile', { file })),
        ];
        try {
          const answer = await showJob(context, say, job);
          if (answer === null) return context.setExitCode(CANCELLED);
          const { cluster, n, from, to, steps, prepared, boxes } = answer;
          const silent = cluster.nodes.filter((node) => !cluster.connected.includes(node));
          print({ dryRun, ...answer, ...(passwordFolder === undefined ? { passwords } : { files }) }, () => [
            say('cli.central.cluster', { nodes: cluster.nodes.length, n }),
            ...silent.map((node) => say('cli.central.nodeSilent', { node })),
            say(from === to ? 'cli.central.versionIs' : 'cli.central.versionGoes', { from, to }),
            ...steps.map(({ version, name, way }) =>
              say(`cli.central.step-${way}`, { version, name: say(`cli.central.steps.${name}`) }),
            ),
            ...preparedLines(prepared, say),
            ...(boxes > 0 ? [say('cli.central.boxesSeen', { n: boxes })] : []),
            ...passwordLines(),
            ...(dryRun ? [say('cli.central.dryRun')] : []),
          ]);
        } catch (error) {
          // A user may have been made before it failed, and the password is known nowhere else.
          const lines = passwordLines();
          if (lines.length > 0) context.stderr.write(`${lines.join('\n')}\n`);
          throw error;
        }
      });
    });
}

function readVersionFlag(typed: string): number {
  if (/^\d{1,6}$/.test(typed)) return Number(typed);
  throw new FacilityError('bad-input', `--to ${typed} is no version`, {
    fields: [{ field: 'to', code: 'notValid' }],
    hint: 'hints.versionNumber',
  });
}
