import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addSyncCentreCommand } from './sync-centre.js';
import { addSyncLimitsCommand } from './sync-limits.js';
import { addSyncNowCommand } from './sync-now.js';
import { addSyncKeyCommand } from './sync-key.js';
import { addSyncReceiptCommand } from './sync-receipt.js';
import { addSyncStickCommands } from './sync-stick.js';
import { addSyncStatusCommand } from './sync-status.js';
import { addSyncVerifyCommand } from './sync-verify.js';

export function addSyncCommands(program: Command, context: CommandContext): void {
  const sync = program.command('sync').description("How far the district server has this box's records.");
  addSyncCentreCommand(sync, context);
  addSyncLimitsCommand(sync, context);
  addSyncNowCommand(sync, context);
  addSyncStatusCommand(sync, context);
  addSyncStickCommands(sync, context);
  addSyncReceiptCommand(sync, context);
  addSyncKeyCommand(sync, context);
  addSyncVerifyCommand(sync, context);
}
