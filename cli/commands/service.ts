import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addServiceInstallCommand } from './service-install.js';
import { addServiceRemoveCommand } from './service-remove.js';
import { addServiceStatusCommand } from './service-status.js';

export function addServiceCommands(program: Command, context: CommandContext): void {
  const service = program.command('service').description('run the server with the machine (systemd)');
  addServiceInstallCommand(service, context);
  addServiceRemoveCommand(service, context);
  addServiceStatusCommand(service, context);
}
