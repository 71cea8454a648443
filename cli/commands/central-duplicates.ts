import type { Command } from 'commander';
import type { RouterCouch } from '../../central/router/router-couch.js';
import { printedPatientId } from '../../records/ids.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { couchLogin } from '../couch-login.js';
import { duplicateLines } from '../duplicate-lines.js';
import { CANCELLED, examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readCount } from '../read-count.js';
import { readSecretFile } from '../read-secret-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';

type CouchFlags = CommonOptions & { url: string; user: string; passwordFile: string };
type DecideFlags = CouchFlags & { by: string; note?: string };

/** `nadi central duplicates find|list|same|different|undo`: which two health ids are one person. */
export function addCentralDuplicatesCommands(central: Command, context: CommandContext): void {
  const duplicates = central
    .command('duplicates')
    .description(
      'Two health ids that may be one person. The district server proposes, a person decides; both ids stay valid, and a decision can be undone.',
    );
  const command = (name: string, summary: string): Command =>
    addCommonOptions(duplicates.command(name).summary(summary))
      .requiredOption('--url <address>', 'address of the CouchDB: https://centre.example:6984')
      .option('--user <name>', 'a user of role centre there', 'nadi-router')
      .requiredOption('--password-file <file>', "file with that user's password");

  command('find', 'compare who is new, and propose')
    .description(
      'Compares patients who are new or have changed since the last time, and writes proposals. Safe to run at any time, by a timer too.',
    )
    .addHelpText(
      'after',
      exitCodesHelp(['centre-unreachable', 'centre-refused']) + `\n ${CANCELLED}  ended by Ctrl-C`,
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CouchFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const { findDuplicates } = await import('../../central/duplicates/find-duplicates.js');
        const found = await showJob(context, say, findDuplicates(await couchOf(flags), Date.now()));
        if (!found) return context.setExitCode(CANCELLED);
        print(found, () => [say('cli.central.duplicates.found', { ...found })]);
      });
    });

  command('list', 'proposals that nobody has decided')
    .description(
      'Shows proposals, the surest first, with what speaks for and against them, in the words of the district server’s page. It shows names: for those only who may see patients.',
    )
    .option('--limit <number>', 'at most so many', '20')
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CouchFlags & { limit: string }>();
      await runCommand(context, flags, async ({ say, language, print }) => {
        const { weighProposals } = await import('../tasks/weigh-proposals.js');
        const limit = readCount(flags.limit, 'limit', 1_000);
        const asked = { limit, now: Date.now(), language, t: say };
        const weighed = await weighProposals(await couchOf(flags), asked);
        print({ proposals: weighed.map(({ proposal }) => proposal) }, () =>
          duplicateLines(weighed, { say, language }),
        );
      });
    });

  for (const decision of ['same', 'different'] as const) {
    command(
      decision,
      decision === 'same' ? 'say that two ids are one person' : 'say that they are two people',
    )
      .description(
        decision === 'same'
          ? 'Says that two health ids are one person. Both stay valid; the health centres of both are told.'
          : 'Says that two health ids are two people, so that they are not proposed again.',
      )
      .argument('<id>', 'a health id, such as BR1042-004217-K')
      .argument('<other>', 'the other one')
      .requiredOption('--by <name>', 'who decides')
      .option('--note <text>', 'why')
      .addHelpText(
        'after',
        examplesHelp([
          `nadi central duplicates ${decision} BR1042-004217-K BR0977-000318-2 --by anita.dho --note "asked by telephone" --url …`,
        ]) + exitCodesHelp(['not-found', 'conflict', 'centre-unreachable', 'centre-refused']),
      )
      .action(async (id: string, other: string, _: unknown, cmd: Command) => {
        const flags = cmd.optsWithGlobals<DecideFlags>();
        await runCommand(context, flags, async ({ say, print }) => {
          const { decideDuplicate } = await import('../../central/duplicates/decide-duplicate.js');
          const link = await decideDuplicate(await couchOf(flags), [id, other], decision, deciderOf(flags));
          print(link, () => [say(`cli.central.duplicates.${decision}`, pairOf(link))]);
        });
      });
  }

  command('undo', 'take a decision back')
    .description(
      'Takes a decision back; the health centres of both are told, and the proposal is open again.',
    )
    .argument('<id>', 'a health id')
    .argument('<other>', 'the other one')
    .requiredOption('--by <name>', 'who takes it back')
    .option('--note <text>', 'why')
    .action(async (id: string, other: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<DecideFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const { undoDecision } = await import('../../central/duplicates/decide-duplicate.js');
        const link = await undoDecision(await couchOf(flags), [id, other], deciderOf(flags));
        print(link, () => [say('cli.central.duplicates.undone', pairOf(link))]);
      });
    });
}

async function couchOf({ url, user, passwordFile }: CouchFlags): Promise<RouterCouch> {
  const { RouterCouch } = await import('../../central/router/router-couch.js');
  return new RouterCouch(couchLogin(url, user, await readSecretFile(passwordFile, 'password-file')));
}

function deciderOf({ by, note }: DecideFlags): { by: string; now: number; note?: string } {
  return { by, now: Date.now(), ...(note === undefined ? {} : { note }) };
}

function pairOf({ a, b }: { a: string; b: string }): { a: string; b: string } {
  return { a: printedPatientId(a), b: printedPatientId(b) };
}
