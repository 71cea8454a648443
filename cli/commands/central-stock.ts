import type { Command } from 'commander';
import { addBoxesOptions, type BoxesFlags } from '../boxes-options.js';
import type { CommandContext } from '../command-context.js';
import { couchLogin } from '../couch-login.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readSecretFile } from '../read-secret-file.js';
import { runCommand } from '../run-command.js';

type StockFlags = BoxesFlags & { item?: string; batch?: string; from?: string; to?: string; csv?: boolean };

/** `nadi central stock BR1042`: a facility's store as its ledger at the centre tells it, and what does not add up. */
export function addCentralStockCommand(central: Command, context: CommandContext): void {
  addBoxesOptions(central.command('stock').summary("trace a facility's stock, and what does not add up"))
    .description(
      'Prints what a facility’s store received, gave, got back, corrected and threw away, by item; of one item every movement with who, why and for which visit. Below it stands what does not add up. No patient is named. It logs in as the pages’ own user and is bound to no area: a command for the district server’s own machine. Officers have the page Stock books. A private hospital’s store is its own.',
    )
    .argument('<facility>', 'code of the facility or its box, such as BR1042')
    .option('--item <code>', 'one item of the drug list, with every movement')
    .option('--batch <number>', 'one batch number')
    .option('--from <day>', 'first day, 2026-11-01 (else 30 days up to --to)')
    .option('--to <day>', 'last day (else today)')
    .option('--csv', 'every movement as a table for a spreadsheet')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central stock BR1042 --url https://centre.example:6984 --password-file nadi-web.password',
        'nadi central stock BR1042 --item paracetamol-tab-500mg --from 2026-11-01 --to 2026-11-30 --url … --password-file …',
        'nadi central stock BR1042 --csv --url … --password-file … > stock.csv',
      ]) +
        exitCodesHelp(['not-found', 'not-allowed', 'centre-unreachable', 'counting-anew', 'centre-refused']),
    )
    .action(async (facility: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<StockFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const { couchAt } = await import('../../central/couch-of.js');
        const { timelyCouch } = await import('../../central/timely-couch.js');
        const { traceStore } = await import('../../central/stock/trace-store.js');
        const { doubtLimits } = await import('../../templates/doubt-limits.js');
        const { loadReports } = await import('../../templates/report-definitions.js');
        const { storeCsv, storeLines } = await import('../store-lines.js');
        const { readSpan } = await import('../read-span.js');
        const { item, batch } = flags;
        const period = readSpan(flags, Date.now());
        const limits = doubtLimits(loadReports());
        const password = await readSecretFile(flags.passwordFile, 'password-file');
        const couch = timelyCouch(couchAt(couchLogin(flags.url, flags.user, password)));
        const store = await traceStore(couch, { facility, period, filter: { item, batch }, limits });
        print(store, () => (flags.csv ? storeCsv(store) : storeLines(store, flags, say)));
      });
    });
}
