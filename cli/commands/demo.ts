import type { Command } from 'commander';
import { join } from 'node:path';
import { readPort } from '../read-port.js';
import { repositoryRoot } from '../../templates/folder.js';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { DEMO_PASSWORD } from '../demo/demo-staff.js';
import { DEMO_VIEWERS } from '../demo/demo-viewers.js';
import { demoLines, type DemoAnswer } from '../demo-lines.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { runServer, survive } from '../tasks/run-server.js';
import { MONITOR_PASSWORD_FILE } from '../tasks/demo-secrets.js';
import type { DemoPorts, RunningDemo } from '../tasks/run-demo.js';

type DemoFlags = CommonOptions & {
  port: string;
  secondPort?: string;
  webPort?: string;
  centrePort: string;
  host: string;
};

export function addDemoCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('demo')
    .summary('run two health centres with invented patients, and their district');
  addCommonOptions(command, "data/demo in the program's folder")
    .description(
      "Makes (the first time) and runs the demo health centres BR1042 and BR0977 with a month of invented patients, and their centre with the pages of a district that is invented too, until Ctrl-C. All ports follow the first one, but for CouchDB's.",
    )
    .option('--port <number>', 'port of the pages of BR1042', '8080')
    .option('--second-port <number>', 'port of the pages of BR0977 (else one above --port)')
    .option('--web-port <number>', "port of the district server's pages (else two above --port)")
    .option('--centre-port <number>', "port of the district server's CouchDB, on this machine only", '5984')
    .option('--host <address>', 'address to listen on; 127.0.0.1 keeps it to this machine', '0.0.0.0')
    .addHelpText(
      'after',
      examplesHelp(['nadi demo', 'nadi demo --data /tmp/demo --port 8090 --centre-port 5985']) +
        exitCodesHelp(['disk-full', 'store-locked', 'store-foreign', 'port-in-use']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<DemoFlags>();
      await runCommand(context, flags, async ({ say, print, language }) => {
        const folder = flags.data ?? join(repositoryRoot(), 'data', 'demo');
        const ports = readPorts(flags);
        const version = program.version() ?? '';
        const { runDemo } = await import('../tasks/run-demo.js');
        const cancelling = new AbortController();
        const cancel = (): void => cancelling.abort();
        const onProgress = (day: number, days: number): void => {
          const end = day === days ? '\n' : '';
          if (context.stderr.isTTY === true)
            context.stderr.write(`\r${say('cli.demo.making', { day, days })}${end}`);
        };
        survive((line) => context.stderr.write(line));
        process.once('SIGINT', cancel).once('SIGTERM', cancel);
        try {
          const { signal } = cancelling;
          const start = (): Promise<RunningDemo> =>
            runDemo({ folder, host: flags.host, ports, now: Date.now, version, signal, onProgress });
          await runServer(start, process, {
            onStarted: (server) => {
              const answer = answerOf(server as RunningDemo, folder);
              print(answer, () => demoLines(answer, language, say));
            },
            onStopping: () => context.stderr.write(`${say('cli.start.stopping')}\n`),
          });
        } catch (error) {
          if (error !== cancelling.signal.reason) throw error;
          context.stderr.write(`\n${say('cli.demo.cancelled')}\n`);
          return;
        }
        context.stderr.write(`${say('cli.start.stopped')}\n`);
      });
    });
}

function readPorts({ port: typed, secondPort, webPort, centrePort }: DemoFlags): DemoPorts {
  const port = readPort('port', typed);
  const after = (step: number): number => (port === 0 ? 0 : port + step);
  return {
    boxes: [port, secondPort === undefined ? after(1) : readPort('second-port', secondPort)],
    web: webPort === undefined ? after(2) : readPort('web-port', webPort),
    centre: readPort('centre-port', centrePort),
  };
}

function answerOf(demo: RunningDemo, folder: string): DemoAnswer {
  return {
    ...{ folder, password: DEMO_PASSWORD },
    boxes: demo.boxes.map(({ box, plan, folder: data, addresses }) => ({
      ...{ box, name: plan.name, folder: data, addresses },
      logins: plan.staff.map(({ id, roles }) => ({ id, roles })),
    })),
    web: { url: demo.webAddress, logins: DEMO_VIEWERS.map(({ name }) => name) },
    centre: { url: demo.centreUrl, user: 'admin', password: demo.centrePassword },
    monitorPasswordFile: join(folder, MONITOR_PASSWORD_FILE),
    memoryMb: Math.round(process.memoryUsage().rss / 2 ** 20),
  };
}
