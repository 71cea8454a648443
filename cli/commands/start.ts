import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { readPort } from '../read-port.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { runServer, survive } from '../tasks/run-server.js';
import { follow } from './standby-follow.js';

type StartFlags = CommonOptions & { port?: string; host?: string };

export function addStartCommand(program: Command, context: CommandContext): void {
  const command = program.command('start').summary('run the server until Ctrl-C or SIGTERM');
  addCommonOptions(command)
    .description(
      "Runs the health centre's server in the foreground until Ctrl-C or SIGTERM. On a spare box it follows the main one (nadi standby).",
    )
    .option('--port <number>', 'port of the pages (as set up)')
    .option('--host <address>', 'address to listen on (as set up)')
    .addHelpText(
      'after',
      examplesHelp(['nadi start', 'nadi start --data /srv/nadi --port 8080']) +
        exitCodesHelp([
          'disk-full',
          'store-failed',
          'store-locked',
          'store-foreign',
          'store-damaged',
          'not-set-up',
          'port-in-use',
        ]),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<StartFlags>();
      await runCommand(context, flags, async (run) => {
        const { folder, say, print } = run;
        const port = flags.port === undefined ? {} : { port: readPort('port', flags.port) };
        const host = flags.host === undefined ? {} : { host: flags.host };
        const { lookAt } = await import('../../node-server/box-folder/folder-state.js');
        // A spare box's service is the same before and after it is promoted.
        if ((await lookAt(folder)) === 'standby') return follow(context, run);
        const { startFacility } = await import('../../node-server/start.js');
        survive((line) => context.stderr.write(line));
        await runServer(() => startFacility({ folder, ...port, ...host }), process, {
          onStarted: ({ box, addresses }) =>
            print({ box, folder, addresses, pid: process.pid }, () => [
              say('cli.start.started', { box }),
              ...addresses.map((address) => `  ${address}`),
              say('cli.start.toStop'),
            ]),
          // stdout holds one JSON object with --json, so what follows goes to stderr.
          onStopping: () => context.stderr.write(`${say('cli.start.stopping')}\n`),
        });
        context.stderr.write(`${say('cli.start.stopped')}\n`);
      });
    });
}
