import type { Command } from 'commander';
import { isoDate } from '../../records/day.js';
import type { Report } from '../../records/report.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';
import { makeCompliance, readDays } from '../tasks/read-audit.js';
import { writeWholeFile } from '../write-whole-file.js';

type ComplianceFlags = CommonOptions & { out?: string; from?: string; to?: string };

export function addAuditComplianceCommand(audit: Command, context: CommandContext): void {
  addCommonOptions(audit.command('compliance').summary('how the box is kept, point by point of the rules'))
    .description(
      'Judges how the box is kept by the points of the EHR Standards 2016, the DPDP Act and CERT-In: encryption, devices, roles, ledger, logs, backups, consents, log-ins that look shared, records opened in an emergency, clock. Writes a PDF with room for what only people know; what the box should know and does not, it says with what to do. The points stand in templates/reference/compliance.json. That it was made is written down.',
    )
    .option('--out <file>', 'PDF to write (compliance-<box>-<day>.pdf here; with --json only if it is named)')
    .option('--from <day>', 'lists from this day on: 2026-11-01 (90 days back)')
    .option('--to <day>', 'up to this day (today)')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi audit compliance',
        'nadi audit compliance --language hi --out november.pdf --from 2026-11-01 --to 2026-11-30',
        'nadi audit compliance --json',
      ]) + exitCodesHelp(['disk-full', 'not-set-up', 'server-not-running']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<ComplianceFlags>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const job = makeCompliance(folder, { language, ...readDays(flags) });
        const made = await showJob(context, say, job);
        if (made === null) return context.setExitCode(CANCELLED);
        const { bytes, ...answer } = made;
        const { report, pages } = answer;
        const file =
          flags.out ?? (flags.json ? null : `compliance-${report.box}-${isoDate(report.period.to)}.pdf`);
        if (file !== null) await writeWholeFile(file, new Uint8Array(Buffer.from(bytes, 'base64')));
        print({ file, ...answer }, () => [
          ...complianceLines(report),
          ...(file === null ? [] : [say('cli.report.printed', { file, pages })]),
        ]);
      });
    });
}

/** The counts, and each point that failed with what to do. */
function complianceLines({ title, period, sections }: Report): string[] {
  return [
    `${title} · ${period.words}`,
    ...sections.flatMap((section) => {
      if (section.kind === 'facts') return section.facts.map(({ label, value }) => `${label}: ${value}`);
      if (section.kind !== 'checks') return [];
      return section.checks
        .filter(({ ok }) => !ok)
        .map(({ text, detail = '' }) => `✖ ${text}\n  ${detail.replace('\n', '\n  → ')}`);
    }),
  ];
}
