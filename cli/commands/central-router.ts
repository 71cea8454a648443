import type { Command } from 'commander';
import type { CommandContext, CommonOptions } from '../command-context.js';
import { couchLogin } from '../couch-login.js';
import { examplesHelp, exitCodesHelp } from '../exit-codes.js';
import { logToStderr } from '../log-to-stderr.js';
import { readSecretFile } from '../read-secret-file.js';
import { addCommonOptions, runCommand } from '../run-command.js';
import { runServer, survive } from '../tasks/run-server.js';

type RouterFlags = CommonOptions & {
  url: string;
  user: string;
  passwordFile: string;
  worker: string;
  once?: true;
};

export function addCentralRouterCommand(central: Command, context: CommandContext): void {
  addCommonOptions(
    central.command('router').summary('carry referrals, summaries and keys between facilities'),
  )
    .description(
      "Runs in the foreground until Ctrl-C or SIGTERM: copies each facility's daily summaries to where the dashboards read them, referrals to the receiver's inbox, also that one was taken back, and the answers to the sender's, patients' keys into the common index, looks at another facility's patients to their home, and how boxes without a gateway are to who watches them. The first worker also watches all boxes twice a minute and writes down which alerts begin and end. It may be stopped or killed at any moment, and several may run side by side.",
    )
    .requiredOption('--url <address>', 'address of the CouchDB: https://centre.example:6984')
    .option('--user <name>', "the router's user there, of role centre", 'nadi-router')
    .requiredOption('--password-file <file>', "file with that user's password")
    .option('--worker <share>', 'which of several workers this is: 2/4', '1/1')
    .option('--once', 'go through everything once, and end')
    .addHelpText(
      'after',
      examplesHelp([
        'nadi central router --url https://centre.example:6984 --password-file router-password',
        'nadi central router --url http://127.0.0.1:5984 --password-file router-password --worker 2/4',
        'nadi central router --url http://127.0.0.1:5984 --password-file router-password --once --json',
      ]) + exitCodesHelp(['centre-unreachable', 'centre-refused']),
    )
    .action(async (_: unknown, cmd: Command) => {
      const flags = cmd.optsWithGlobals<RouterFlags>();
      await runCommand(context, flags, async ({ say, print }) => {
        const { readWorkerShare } = await import('../../central/router/worker-share.js');
        const { routeOnce, startRouter } = await import('../../central/router/start-router.js');
        const share = readWorkerShare(flags.worker);
        const password = await readSecretFile(flags.passwordFile, 'password-file');
        const options = {
          couchUrl: couchLogin(flags.url, flags.user, password),
          share,
          now: Date.now,
          log: logToStderr(context),
        };
        if (flags.once) {
          const { records, alerts } = await routeOnce(options);
          print({ records, alerts, worker: flags.worker }, () => [
            say('cli.central.routerOnce', { count: records }),
            say('cli.central.routerAlerts', { ...alerts }),
          ]);
          return;
        }
        survive((line) => context.stderr.write(line));
        const start = (): Promise<{ box: string; addresses: string[]; stop: () => Promise<void> }> => {
          return Promise.resolve({ box: '', addresses: [], ...startRouter(options) });
        };
        await runServer(start, process, {
          onStarted: () =>
            print({ url: flags.url, worker: flags.worker, pid: process.pid }, () => [
              say('cli.central.routerRuns', { url: flags.url, worker: flags.worker }),
              say('cli.start.toStop'),
            ]),
          onStopping: () => context.stderr.write(`${say('cli.start.stopping')}\n`),
        });
      });
    });
}
