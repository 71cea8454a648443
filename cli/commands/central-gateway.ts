import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { logToStderr } from '../log-to-stderr.js';
import { readPort } from '../read-port.js';
import { readSecretFile } from '../read-secret-file.js';
import { readTls } from '../read-tls.js';
import { refuseWrongAddress } from '../refuse-wrong-address.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { runServer, survive } from '../tasks/run-server.js';

type GatewayFlags = CommonOptions & {
  couchdb: string;
  port: string;
  host: string;
  spool: string;
  cert?: string;
  key?: string;
  user: string;
  passwordFile?: string;
};

export function addCentralGatewayCommand(central: Command, context: CommandContext): void {
  addCommonOptions(central.command('gateway').summary('take the boxes over slow lines'))
    .description(
      "Runs the gateway in the foreground until Ctrl-C or SIGTERM: a box's day comes in one request of a few ten kB that goes on at the byte where a line broke, and is written to CouchDB as the box's own user. It stores nothing but bundles that are not whole yet.",
    )
    .requiredOption(
      '--couchdb <address>',
      'address of the CouchDB: http://127.0.0.1:5984; each box brings its own account',
    )
    .option('--user <name>', "the gateway's own user, which nadi central init made", 'nadi-gateway')
    .option(
      '--password-file <file>',
      'file with its password; with it boxes redeem their codes here, hear why they are turned away, and tell how they are',
    )
    .option('--port <number>', 'port to listen on', '6985')
    .option('--host <address>', 'address to listen on', '0.0.0.0')
    .option('--spool <folder>', 'for bundles that are not whole yet', 'nadi-spool')
    .option('--cert <file>', 'certificate chain, PEM; with it the gateway speaks HTTPS')
    .option('--key <file>', "the certificate's key, PEM")
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central gateway --couchdb http://127.0.0.1:5984 --cert chain.pem --key key.pem --password-file nadi-gateway.password',
        'nadi central gateway --couchdb http://127.0.0.1:5984 --host 127.0.0.1   # behind a proxy that does not buffer',
      ]) + exitCodesHelp(['port-in-use']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<GatewayFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        refuseWrongAddress('couchdb', flags.couchdb, 'http://127.0.0.1:5984');
        const port = readPort('port', flags.port);
        const tls = await readTls(flags);
        const { user, passwordFile } = flags;
        const account =
          passwordFile === undefined
            ? null
            : { user, password: await readSecretFile(passwordFile, 'password-file') };
        const { startGateway } = await import('../../central/gateway/start-gateway.js');
        survive((line) => context.stderr.write(line));
        const start = async (): Promise<{ box: string; addresses: string[]; stop: () => Promise<void> }> => {
          const gateway = await startGateway({
            port,
            host: flags.host,
            couchUrl: flags.couchdb,
            spoolFolder: flags.spool,
            ...(tls ? { tls } : {}),
            ...(account ? { account } : {}),
            log: logToStderr(context),
          });
          return { box: '', addresses: [gateway.url], stop: () => gateway.stop() };
        };
        await runServer(start, process, {
          onStarted: ({ addresses }) =>
            print({ addresses, couchdb: flags.couchdb, pid: process.pid }, () => [
              say('cli.central.gatewayRuns', { url: addresses[0] ?? '' }),
              say('cli.start.toStop'),
            ]),
          onStopping: () => context.stderr.write(`${say('cli.start.stopping')}\n`),
        });
      });
    });
}
