import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addStaffAddCommand } from './staff-add.js';
import { addStaffListCommand } from './staff-list.js';
import { addStaffResetCommand } from './staff-reset.js';
import { addStaffSwitchCommand } from './staff-switch.js';

export function addStaffCommands(program: Command, context: CommandContext): void {
  const staff = program.command('staff').description('Who may log in, and as what.');
  addStaffAddCommand(staff, context);
  addStaffListCommand(staff, context);
  addStaffSwitchCommand(staff, context, 'disable');
  addStaffSwitchCommand(staff, context, 'enable');
  addStaffResetCommand(staff, context);
}
