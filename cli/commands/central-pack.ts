import { userInfo } from 'node:os';
import { Option, type Command } from 'commander';
import { addBoxesOptions, type BoxesFlags } from '../boxes-options.js';
import type { CommandContext } from '../command-context.js';
import { couchLogin } from '../couch-login.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { formatOfFile } from '../format-of-file.js';
import { readSecretFile } from '../read-secret-file.js';
import { runCommand } from '../run-command.js';
import { writeWholeFile } from '../write-whole-file.js';

type PackFlags = BoxesFlags & { week: string; out?: string; by: 'child' | 'facility'; printedBy: string };

export function addCentralPackCommand(central: Command, context: CommandContext): void {
  addBoxesOptions(central.command('pack').summary("print an area's weekly review pack"))
    .description(
      "Writes the weekly review pack of a state, district or block into a PDF, CSV or JSON file: the week against the four weeks before, diseases, indicators with their counts, a ranking beside the quality of records, who has not reported, boxes that need help, and room for remarks. Counts only. The district server's pages print the same.",
    )
    .argument('<area>', 'LGD codes: 10 is a state, 10/208 a district, 10/208/1214 a block')
    .option('--week <week>', '2026-W47, or a day of it (else the last whole week)', '')
    .addOption(
      new Option('--by <kind>', 'whom to rank: child areas, or the facilities of a district')
        .choices(['child', 'facility'])
        .default('child'),
    )
    .option('--out <file>', 'file to write; its ending says which kind (else pack-<area>-<week>.pdf here)')
    .option('--printed-by <name>', 'name at the foot of each page', userInfo().username)
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central pack 10/208 --url https://centre.example:6984 --password-file nadi-web.password',
        'nadi central pack 10/208 --week 2026-W47 --language hi --out review.pdf --url … --password-file …',
        'nadi central pack 10/208 --by facility --out review.csv --json --url … --password-file …',
      ]) + exitCodesHelp(['not-found', 'disk-full', 'centre-unreachable', 'counting-anew', 'centre-refused']),
    )
    .action(async (area: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<PackFlags>();
      await runCommand(context, flags, async ({ say, print, language }) => {
        const format = formatOfFile(flags.out ?? 'pack.pdf');
        const password = await readSecretFile(flags.passwordFile, 'password-file');
        const couchUrl = couchLogin(flags.url, flags.user, password);
        const { makePack } = await import('../tasks/make-pack.js');
        const { reportFile } = await import('../../templates/print/report-file.js');
        const { week: typed, by, printedBy } = flags;
        const telling = { say, language, now: Date.now };
        const { report, week, name } = await makePack({ couchUrl, area, week: typed, by }, telling);
        const out = flags.out ?? `${name}.pdf`;
        const printedAt = new Date().toISOString();
        const { bytes, pages } = await reportFile(report, format, { language, printedBy, printedAt });
        await writeWholeFile(out, bytes);
        print({ file: out, bytes: bytes.length, pages, area, week: week.name }, () => [
          `${report.title} · ${report.facility} · ${report.period.words}`,
          say(format === 'pdf' ? 'cli.report.printed' : 'cli.report.written', { file: out, pages }),
        ]);
      });
    });
}
