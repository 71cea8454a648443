import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addAuditComplianceCommand } from './audit-compliance.js';
import { addAuditExportCommand } from './audit-export.js';
import { addAuditShowCommand } from './audit-show.js';
import { addAuditVerifyCommand } from './audit-verify.js';

export function addAuditCommands(program: Command, context: CommandContext): void {
  const audit = program
    .command('audit')
    .description('Whether the records are whole, and who saw or wrote what.');
  addAuditVerifyCommand(audit, context);
  addAuditShowCommand(audit, context);
  addAuditExportCommand(audit, context);
  addAuditComplianceCommand(audit, context);
}
