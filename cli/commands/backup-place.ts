import { resolve } from 'node:path';
import type { Command } from 'commander';
import { availablePlaces } from '../../node-server/backup/available-places.js';
import type { BackupPlace } from '../../node-server/backup/backup-plan.js';
import { readBackupPlan } from '../../node-server/backup/keep-recovery-key.js';
import { readDisks } from '../../node-server/backup/read-disks.js';
import { changeBackupPlan } from '../../node-server/box-folder.js';
import { FacilityError } from '../../records/facility-error.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand, type Run } from '../run-command.js';

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
        await change(run.folder, given, (places, added) => {
          if (places.some((one) => same(one, added)))
            throw new FacilityError('conflict', `${given} is a place already.`, {
              hint: 'nadi backup place list',
            });
          return [...places, added];
        });
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
        await change(run.folder, given, (places, gone) => {
          const left = places.filter((one) => !same(one, gone));
          if (left.length < places.length) return left;
          throw new FacilityError('not-found', `${given} is no place for backups.`, {
            hint: 'nadi backup place list',
          });
        });
        await showPlaces(run);
      });
    });
}

async function change(
  folder: string,
  given: string,
  next: (places: BackupPlace[], one: BackupPlace) => BackupPlace[],
): Promise<void> {
  const { plan } = await readBackupPlan(folder);
  const one: BackupPlace = given === 'usb' ? { kind: 'usb' } : { kind: 'folder', path: resolve(given) };
  await changeBackupPlan(folder, { ...plan, places: next(plan.places, one) });
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

function same(a: BackupPlace, b: BackupPlace): boolean {
  return a.kind === b.kind && (a.kind === 'usb' || b.kind === 'usb' || a.path === b.path);
}
