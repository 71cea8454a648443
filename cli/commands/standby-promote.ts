import type { Command } from 'commander';
import { FacilityError } from '../../records/facility-error.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readCount } from '../read-count.js';
import { readPort } from '../read-port.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { showJob } from '../show-job.js';
import { promoteBox } from '../tasks/promote-box.js';

type PromoteFlags = CommonOptions & { mainIsDead?: boolean; skip?: string; port?: string; host?: string };

export function addStandbyPromoteCommand(standby: Command, context: CommandContext): void {
  addCommonOptions(standby.command('promote').summary('at the spare box: take the place of the main one'))
    .description(
      'Makes the spare box the main one under the next letter (BR1042b), with the passwords and settings that it had. Refuses while the main box answers. Broken off, the same command goes on.',
    )
    .option('--main-is-dead', 'also where the main box still answers')
    .option('--skip <count>', 'how many tokens to leave out, which the main box may have given last (20)')
    .option('--port <number>', "port of the pages (as the main box's)")
    .option('--host <address>', "address to listen on (as the main box's)")
    .addHelpText(
      'after',
      examplesHelp(['nadi standby promote', 'nadi standby promote --main-is-dead']) +
        exitCodesHelp([
          'disk-full',
          'store-locked',
          'not-set-up',
          'already-set-up',
          'server-running',
          'box-replaced',
          'restore-refused',
          'standby-refused',
          'main-answers',
        ]),
    )
    .action(async (_: unknown, cmd: Command) => {
      const { mainIsDead, skip, port, host, ...flags } = cmd.optsWithGlobals<PromoteFlags>();
      await runCommand(context, flags, async ({ folder, say, print }) => {
        const job = promoteBox({
          folder,
          ...(mainIsDead ? { mainIsDead } : {}),
          ...(skip === undefined ? {} : { skip: readCount(skip, 'skip', 999) }),
          ...(port === undefined ? {} : { port: readPort('port', port) }),
          ...(host === undefined ? {} : { host }),
        });
        const result = await showJob(context, say, job);
        if (result === null) throw brokenOff(folder);
        const { box, from, records, patients, skipped, pairing, centre } = result;
        print(result, () => [
          say('cli.restore.done', { box, from, folder }),
          say('cli.restore.counts', { records, patients }),
          say('cli.standby.skipped', { skipped }),
          ...(pairing ? [say('cli.standby.pairAnew')] : []),
          ...(centre ? [say('cli.restore.noCentre', { box, from })] : []),
          say('cli.standby.oldBox', { from }),
          say('cli.restore.next', { folder }),
        ]);
      });
    });
}

function brokenOff(folder: string): FacilityError {
  return new FacilityError('restore-unfinished', 'The promotion was broken off.', {
    hint: 'hints.promoteAgain',
    params: { folder },
  });
}
