import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addCentralBoxesCommands } from './central-boxes.js';
import { addCentralDuplicatesCommands } from './central-duplicates.js';
import { addCentralEnrolCommand } from './central-enrol.js';
import { addCentralFacilityCommands } from './central-facility.js';
import { addCentralGatewayCommand } from './central-gateway.js';
import { addCentralInitCommand } from './central-init.js';
import { addCentralMonitorCommand } from './central-monitor.js';
import { addCentralPackCommand } from './central-pack.js';
import { addCentralPrepareCommand } from './central-prepare.js';
import { addCentralReplaceCommand } from './central-replace.js';
import { addCentralRevokeCommand } from './central-revoke.js';
import { addCentralRouterCommand } from './central-router.js';
import { addCentralStickCommands } from './central-stick.js';
import { addCentralStockCommand } from './central-stock.js';
import { addCentralUserCommands } from './central-user.js';
import { addCentralWebCommand } from './central-web.js';

export function addCentralCommands(program: Command, context: CommandContext): void {
  const central = program
    .command('central')
    .description('What the central team does at the CouchDB cluster.');
  addCentralInitCommand(central, context);
  addCentralFacilityCommands(central, context);
  addCentralEnrolCommand(central, context);
  addCentralRevokeCommand(central, context);
  addCentralReplaceCommand(central, context);
  addCentralPrepareCommand(central, context);
  addCentralUserCommands(central, context);
  addCentralGatewayCommand(central, context);
  addCentralRouterCommand(central, context);
  addCentralMonitorCommand(central, context);
  addCentralBoxesCommands(central, context);
  addCentralWebCommand(central, context);
  addCentralPackCommand(central, context);
  addCentralStockCommand(central, context);
  addCentralStickCommands(central, context);
  addCentralDuplicatesCommands(central, context);
}
