import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addBackupKeyCommand } from './backup-key.js';
import { addBackupListCommand } from './backup-list.js';
import { addBackupNowCommand } from './backup-now.js';
import { addBackupPlaceCommands } from './backup-place.js';
import { addBackupPruneCommand } from './backup-prune.js';
import { addBackupScheduleCommand } from './backup-schedule.js';
import { addBackupVerifyCommand } from './backup-verify.js';

export function addBackupCommands(program: Command, context: CommandContext): void {
  const backup = program
    .command('backup')
    .description('Encrypted copies of the box on a USB stick or a folder.');
  addBackupKeyCommand(backup, context);
  addBackupNowCommand(backup, context);
  addBackupListCommand(backup, context);
  addBackupVerifyCommand(backup, context);
  addBackupPruneCommand(backup, context);
  addBackupPlaceCommands(backup, context);
  addBackupScheduleCommand(backup, context);
}
