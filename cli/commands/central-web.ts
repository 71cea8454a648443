import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { couchLogin } from '../couch-login.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { keepSessionKey } from '../keep-session-key.js';
import { logToStderr } from '../log-to-stderr.js';
import { readPort } from '../read-port.js';
import { readSecretFile } from '../read-secret-file.js';
import { readTls } from '../read-tls.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { runServer, survive, type RunningServer } from '../tasks/run-server.js';

type WebFlags = CommonOptions & {
  url: string;
  user: string;
  passwordFile: string;
  port: string;
  host: string;
  sessionKey: string;
  metricsToken?: string;
  cert?: string;
  key?: string;
};

export function addCentralWebCommand(central: Command, context: CommandContext): void {
  addCommonOptions(central.command('web').summary("show districts their day: the district server's pages"))
    .description(
      "Runs the district server's pages in the foreground until Ctrl-C or SIGTERM: each district's, block's or state's day, its indicators and its map. People log in with what nadi central user add gave them, and see their own area. The pages read sums of daily summaries and store nothing.",
    )
    .requiredOption('--url <address>', 'address of the CouchDB: https://centre.example:6984')
    .option('--user <name>', "the pages' own user there, which nadi central init made", 'nadi-web')
    .requiredOption('--password-file <file>', "file with that user's password")
    .option('--port <number>', 'port to listen on', '8443')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option(
      '--session-key <file>',
      'the key that seals the cookies; made at the first start, and the same for all who serve one address',
      'nadi-web.key',
    )
    .option(
      '--metrics-token <file>',
      'file with the token with which Prometheus asks for /metrics; without it there are none',
    )
    .option('--cert <file>', 'certificate chain, PEM; with it the pages speak HTTPS')
    .option('--key <file>', "the certificate's key, PEM")
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central web --url https://centre.example:6984 --password-file nadi-web.password --host 0.0.0.0 --cert chain.pem --key key.pem',
        'nadi central web --url http://127.0.0.1:5984 --password-file nadi-web.password   # behind a proxy that speaks HTTPS',
      ]) + exitCodesHelp(['port-in-use', 'centre-unreachable', 'centre-refused']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<WebFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const port = readPort('port', flags.port);
        const tls = await readTls(flags);
        const login = couchLogin(
          flags.url,
          flags.user,
          await readSecretFile(flags.passwordFile, 'password-file'),
        );
        const sessionKey = await keepSessionKey(flags.sessionKey);
        const metricsToken =
          flags.metricsToken === undefined ? null : await readSecretFile(flags.metricsToken, 'metrics-token');
        const { startWeb } = await import('../../central/web/start-web.js');
        const { centrePages } = await import('../../central/web/pages.js');
        survive((line) => context.stderr.write(line));
        const start = async (): Promise<RunningServer> => {
          const web = await startWeb({
            ...{ login, sessionKey, port, host: flags.host, pages: centrePages },
            ...(tls ? { tls } : {}),
            ...(metricsToken === null ? {} : { metricsToken }),
            log: logToStderr(context),
          });
          return { box: '', addresses: [web.url], stop: () => web.stop() };
        };
        await runServer(start, process, {
          onStarted: ({ addresses }) =>
            print({ addresses, url: flags.url, pid: process.pid }, () => [
              say('cli.central.webRuns', { url: addresses[0] ?? '' }),
              say('cli.start.toStop'),
            ]),
          onStopping: () => context.stderr.write(`${say('cli.start.stopping')}\n`),
        });
      });
    });
}
