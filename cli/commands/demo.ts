import type { Command } from 'commander';
import { join } from 'node:path';
import { readPort } from '../read-port.js';
import { repositoryRoot } from '../../templates/folder.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { DEMO_PASSWORD, DEMO_STAFF } from '../demo/demo-staff.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { runServer, survive } from '../tasks/run-server.js';
import type { RunningDemo } from '../tasks/run-demo.js';

type DemoFlags = CommonOptions & { port: string; host: string; centrePort: string };

export function addDemoCommand(program: Command, context: CommandContext): void {
  const command = program.command('demo').summary('run a health centre with a month of invented patients');
  addCommonOptions(command)
    .description(
      'Makes (the first time) and runs the demo health centre BR1042 with a centre of its own, until Ctrl-C.',
    )
    .option('--port <number>', 'port of the pages', '8080')
    .option('--host <address>', 'address to listen on; 127.0.0.1 keeps it to this machine', '0.0.0.0')
    .option('--centre-port <number>', "port of the demo's centre, on this machine only", '5984')
    .addHelpText(
      'after',
      examplesHelp(['nadi demo', 'nadi demo --data /tmp/demo --port 8090']) +
        exitCodesHelp(['disk-full', 'store-locked', 'store-foreign', 'port-in-use']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<DemoFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const folder = flags.data ?? join(repositoryRoot(), 'data', 'demo');
        const { runDemo } = await import('../tasks/run-demo.js');
        const start = (): Promise<RunningDemo> =>
          runDemo({
            folder,
            host: flags.host,
            port: readPort('port', flags.port),
            centrePort: readPort('centre-port', flags.centrePort),
            now: Date.now(),
            onProgress: (day, days) => {
              const end = day === days ? '\n' : '';
              if (context.stderr.isTTY === true)
                context.stderr.write(`\r${say('cli.demo.making', { day, days })}${end}`);
            },
          });
        survive((line) => context.stderr.write(line));
        await runServer(start, process, {
          onStarted: (server) => {
            const { box, addresses, centreUrl, centrePassword } = server as RunningDemo;
            const [address = ''] = addresses;
            const logins = DEMO_STAFF.map(({ id, name, roles }) => ({
              id,
              name,
              roles,
              password: DEMO_PASSWORD,
            }));
            print(
              {
                box,
                folder,
                addresses,
                centre: { url: centreUrl, user: 'admin', password: centrePassword },
                logins,
              },
              () => [
                '',
                say('cli.demo.runs', { box }),
                '',
                ...addresses.map((each) => `  ${each}`),
                '',
                say('cli.demo.logins', { password: DEMO_PASSWORD }),
                ...DEMO_STAFF.map(
                  ({ id, roles }) =>
                    `  ${id.padEnd(10)} ${roles.map((role) => say(`roles.${role}`)).join(', ')}`,
                ),
                '',
                say('cli.lan.demoOpen'),
                '',
                say('cli.demo.try'),
                ...['counter', 'doctor', 'display', 'status'].map(
                  (what) => `  - ${say(`cli.demo.try-${what}`, { address, folder: join(folder, 'box') })}`,
                ),
                `  - ${say('cli.demo.try-centre', { url: `${centreUrl}/facility-br1042/_all_docs?limit=5`, password: centrePassword })}`,
                '',
                say('cli.start.toStop'),
              ],
            );
          },
          onStopping: () => context.stderr.write(`${say('cli.start.stopping')}\n`),
        });
        context.stderr.write(`${say('cli.start.stopped')}\n`);
      });
    });
}
