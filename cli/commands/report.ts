import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { addReportListCommand } from './report-list.js';
import { addReportPrintCommand } from './report-print.js';
import { addReportTraceCommand } from './report-trace.js';

export function addReportCommands(program: Command, context: CommandContext): void {
  const report = program
    .command('report')
    .description('Reports: list, print, and the records behind a figure.');
  addReportListCommand(report, context);
  addReportPrintCommand(report, context);
  addReportTraceCommand(report, context);
}
