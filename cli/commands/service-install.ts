import { join } from 'node:path';
import type { Command } from 'commander';
import { repositoryRoot } from '../../templates/folder.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { installService, planService, thisHost } from '../tasks/manage-service.js';

type InstallFlags = CommonOptions & { user?: string; print?: boolean };

export function addServiceInstallCommand(service: Command, context: CommandContext): void {
  addCommonOptions(
    service.command('install').summary('start the server with the machine, and again after a crash'),
  )
    .description('Writes a systemd unit for the data folder, starts it, and lets it start with the machine.')
    .option('--user <name>', 'user who runs it (the owner of the data folder)')
    .option('--print', 'only print the unit')
    .addHelpText(
      'after',
      examplesHelp(['nadi service install --print', 'sudo nadi service install --data /var/lib/nadi']) +
        exitCodesHelp(['not-allowed', 'conflict', 'not-set-up']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<InstallFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const programs = { node: process.execPath, main: join(repositoryRoot(), 'dist', 'cli', 'main.js') };
        const { unit, user } = await planService(folder, programs, flags.user);
        if (flags.print) return print({ unit, user }, () => [unit.trimEnd()]);
        const { path } = await installService(thisHost(), unit);
        print({ path, user }, () => [say('cli.service.installed', { path, user })]);
      });
    });
}
