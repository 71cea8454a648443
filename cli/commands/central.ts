import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addCentralGatewayCommand } from './central-gateway.js';
import { addCentralInitCommand } from './central-init.js';
import { addCentralPrepareCommand } from './central-prepare.js';
import { addCentralReplaceCommand } from './central-replace.js';

export function addCentralCommands(program: Command, context: CommandContext): void {
  const central = program
    .command('central')
    .description('What the central team does at the CouchDB cluster.');
  addCentralInitCommand(central, context);
  addCentralPrepareCommand(central, context);
  addCentralReplaceCommand(central, context);
  addCentralGatewayCommand(central, context);
}
