import type { Command } from 'commander';
import type { FollowState } from '../../node-server/standby/follower.js';
import { sayStandby } from '../../node-server/standby/say-standby.js';
import type { StandbyState } from '../../node-server/standby/standby-api.js';
import { sayTime } from '../../sync/sync-state.js';
import type { Language, Translate } from '../../templates/locale.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { listStandbys, makeStandbyCode, readStandbyState, removeStandby } from '../tasks/manage-standby.js';
import { addStandbyFollowCommand } from './standby-follow.js';
import { addStandbyPromoteCommand } from './standby-promote.js';

export function addStandbyCommands(program: Command, context: CommandContext): void {
  const standby = program
    .command('standby')
    .description('A spare box on the LAN that follows the main one and can take its place.');
  addCommonOptions(standby.command('code').summary('at the main box: make a code for a spare box'))
    .description('Makes a code that pairs one spare box, for ten minutes, once. It will get all records.')
    .addHelpText(
      'after',
      examplesHelp(['nadi standby code']) + exitCodesHelp(['conflict', 'server-not-running']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CommonOptions>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const made = await makeStandbyCode(folder);
        const address = made.addresses.find((one) => !one.includes('//localhost')) ?? made.addresses[0] ?? '';
        print(made, () => [
          say('cli.standby.code', { code: made.code }),
          say('cli.standby.codeHow', { minutes: made.minutes }),
          `  nadi standby follow ${address} --code ${made.code}`,
          say('cli.standby.codeWarning'),
        ]);
      });
    });
  addCommonOptions(standby.command('list').summary('at the main box: which spare boxes were paired'))
    .description('Lists the spare box that follows, and those that were removed.')
    .addHelpText('after', examplesHelp(['nadi standby list']) + exitCodesHelp(['server-not-running']))
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CommonOptions>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const list = await listStandbys(folder);
        print(list, () => listLines(list.standbys, language, say));
      });
    });
  addCommonOptions(standby.command('remove').summary('at the main box: give a spare box nothing more'))
    .description('From now on the spare box gets nothing more. What it has stays on it: keep or empty it.')
    .argument('<standby>', 'its eight letters and digits: nadi standby list')
    .addHelpText(
      'after',
      examplesHelp(['nadi standby remove k7mp3xq9']) +
        exitCodesHelp(['not-found', 'already-done', 'server-not-running']),
    )
    .action(async (id: string, _: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CommonOptions>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const list = await removeStandby(folder, id.toLowerCase());
        print(list, () => [say('cli.standby.removed', { standby: id })]);
      });
    });
  addStandbyFollowCommand(standby, context);
  addCommonOptions(standby.command('status').summary('how far the spare box is'))
    .description('On the spare box how far it is; on the main one which spare box follows.')
    .addHelpText(
      'after',
      examplesHelp(['nadi standby status', 'nadi standby status --json | jq .behind']) +
        exitCodesHelp(['not-set-up', 'server-not-running']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<CommonOptions>();
      await runCommand(context, flags, async ({ folder, language, say, print }) => {
        const state = await readStandbyState(folder);
        print(state, () =>
          'standbys' in state ? listLines(state.standbys, language, say) : followLines(state, language, say),
        );
      });
    });
  addStandbyPromoteCommand(standby, context);
}

function listLines(standbys: readonly StandbyState[], language: Language, say: Translate): string[] {
  if (standbys.length === 0) return [say('cli.standby.none')];
  return standbys.map((one) =>
    one.state === 'revoked'
      ? `${one.standby}  ${say('cli.standby.revoked', { name: one.name, time: sayTime(one.since, language) })}`
      : `${one.standby}  ${sayStandby(one, language, say)}`,
  );
}

function followLines(state: FollowState, language: Language, say: Translate): string[] {
  const { kind, box, url, records, lastAt, behind, lastContact, trouble } = state;
  return [
    say(`cli.standby.kind.${kind}`, { box, url }),
    lastAt === null
      ? say('cli.standby.hasNone')
      : say('cli.standby.has', { records, time: sayTime(lastAt, language) }),
    ...(behind === null ? [] : [say('cli.standby.behind', { behind })]),
    ...(lastContact === null ? [] : [say('cli.standby.contact', { time: sayTime(lastContact, language) })]),
    ...(trouble === undefined ? [] : [say('cli.standby.trouble', { message: trouble.message })]),
  ];
}
