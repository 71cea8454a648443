import type { Command } from 'commander';
import { istTime } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import type { Translate } from '../../templates/locale.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand, type Run } from '../run-command.js';
import { showJob } from '../show-job.js';
import { followMain, type FollowAnswers, type Following } from '../tasks/follow-main.js';
import { runServer, survive } from '../tasks/run-server.js';

type FollowFlags = CommonOptions & Omit<FollowAnswers, 'url'>;

/** How often it is looked whether something changed that the operator should read. */
const LOOK_MS = 1_000;

export function addStandbyFollowCommand(standby: Command, context: CommandContext): void {
  addCommonOptions(standby.command('follow').summary('at the spare box: follow the main one'))
    .description(
      'Pairs an empty folder with the main box, fetches everything, then follows until Ctrl-C or SIGTERM. Broken off, it goes on where it stopped: a folder that is paired needs neither address nor code, and `nadi start` does the same there.',
    )
    .argument('[address]', 'of the main box: https://192.168.1.10:8443 (later: its new address)')
    .option('--code <code>', 'the code that `nadi standby code` shows at the main box')
    .option('--name <name>', "what this box is called there (else the computer's name)")
    .addHelpText(
      'after',
      examplesHelp([
        'nadi standby follow https://192.168.1.10:8443 --code k7mp-3xq9-ab2c-d3ef-gh4j',
        'nadi standby follow',
      ]) +
        exitCodesHelp([
          'conflict',
          'too-many-tries',
          'disk-full',
          'store-locked',
          'store-foreign',
          'already-set-up',
          'main-unreachable',
          'standby-refused',
        ]),
    )
    .action(async (url: string | undefined, _: unknown, cmd: Command) => {
      const { code, name, ...flags } = cmd.optsWithGlobals<FollowFlags>();
      await runCommand(context, flags, (run) =>
        follow(context, run, {
          ...(url === undefined ? {} : { url }),
          ...(code === undefined ? {} : { code }),
          ...(name === undefined ? {} : { name }),
        }),
      );
    });
}

/** Follows until Ctrl-C, a stop over the socket, or the promotion. */
export async function follow(
  context: CommandContext,
  { folder, say, print }: Run,
  answers: FollowAnswers = {},
): Promise<void> {
  survive((line) => context.stderr.write(line));
  let following: Following | undefined;
  const start = async () => {
    following = await followMain(folder, answers);
    const { box, stop } = following;
    try {
      if ((await showJob(context, say, following.firstCopy())) === null) throw brokenOff(folder);
    } catch (error) {
      await stop();
      throw error;
    }
    return { box, addresses: [], stop };
  };
  await runServer(start, process, {
    onStarted: () => {
      if (!following) return;
      const state = following.state();
      print({ ...state, folder, pid: process.pid }, () => [
        say(`cli.standby.kind.${state.kind}`, { box: state.box, url: state.url }),
        say('cli.standby.has', { records: state.records, time: istTime(state.lastAt ?? '') }),
        say('cli.start.toStop'),
      ]);
      tellChanges(context, following, say);
    },
    onStopping: () => context.stderr.write(`${say('cli.start.stopping')}\n`),
  });
  context.stderr.write(`${say('cli.start.stopped')}\n`);
}

/** A line for each cut of the main box, and for its end. */
function tellChanges(context: CommandContext, following: Following, say: Translate): void {
  let last = following.state().kind;
  setInterval(() => {
    const { kind, box, url, trouble } = following.state();
    if (kind === last || kind === 'stopped') return;
    last = kind;
    const time = istTime(new Date().toISOString());
    const why = trouble && kind !== 'unreachable' ? ` · ${trouble.message}` : '';
    context.stderr.write(`${time}  ${say(`cli.standby.kind.${kind}`, { box, url })}${why}\n`);
  }, LOOK_MS).unref();
}

function brokenOff(folder: string): FacilityError {
  return new FacilityError('restore-unfinished', 'The copy was broken off.', {
    hint: 'hints.followAgain',
    params: { folder },
  });
}
