import type { Command } from 'commander';
import { availablePlaces } from '../../node-server/backup/available-places.js';
import { readBackupPlan } from '../../node-server/backup/keep-recovery-key.js';
import { readDisks } from '../../node-server/backup/read-disks.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand, type Run } from '../run-command.js';
import { addBackupPlace, removeBackupPlace } from '../tasks/change-backup-plan.js';

export function addBackupPlaceCommands(backup: Command, context: CommandContext): void {
  const place = backup
    .command('place')
    .description('Where backups go; the first place that is there is used.');
  addCommonOptions(place.command('list').summary('show the places and which are there now'))
    .addHelpText('after', examplesHelp(['nadi backup place list']) + exitCodesHelp(['not-set-up']))
    .action(async (_: unknown, cmd: Command) => {
      await runCommand(context, cmd.optsWithGlobals<CommonOptions>(), showPlaces);
    });
  addCommonOptions(place.command('add').summary('name a folder, or usb for any stick'))
    .argument('<place>', 'a folder, or usb')
    .addHelpText(
      'after',
      examplesHelp(['nadi backup place add usb', 'nadi backup place add /mnt/nas/nadi']) +
        exitCodesHelp(['conflict', 'not-set-up']),
    )
    .action(async (given: string, _: unknown, cmd: Command) => {
      await runCommand(context, cmd.optsWithGlobals<CommonOptions>(), async (run) => {
        await addBackupPlace(run.folder, given);
        await showPlaces(run);
      });
    });
  addCommonOptions(place.command('remove').summary('use a place no longer; its backups stay'))
    .argument('<place>', 'a folder, or usb')
    .addHelpText(
      'after',
      examplesHelp(['nadi backup place remove usb']) + exitCodesHelp(['not-found', 'not-set-up']),
    )
    .action(async (given: string, _: unknown, cmd: Command) => {
      await runCommand(context, cmd.optsWithGlobals<CommonOptions>(), async (run) => {
        await removeBackupPlace(run.folder, given);
        await showPlaces(run);
      });
    });
}

async function showPlaces({ folder, say, print }: Run): Promise<void> {
  const { plan } = await readBackupPlan(folder);
  const places = await availablePlaces(plan.places, readDisks);
  print({ places }, () => [
    ...places.map(
      ({ place, folder: at, state }) =>
        `${at ?? say(`cli.backup.place.${place.kind}`)}: ${say(`cli.backup.state.${state}`)}`,
    ),
    ...(places.length === 0 ? [say('cli.backup.noPlace')] : []),
  ]);
}
