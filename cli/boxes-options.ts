import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { BoxBook } from '../central/monitor/box-book.js';
import type { RouterCouch } from '../central/router/router-couch.js';
import type { CommonOptions } from './command-context.js';
import { couchLogin } from './couch-login.js';
import { readSecretFile } from './read-secret-file.js';
import { addCommonOptions } from './run-command.js';

export type BoxesFlags = CommonOptions & { url: string; user: string; passwordFile: string };

/** What every command needs that watches boxes. */
export function addBoxesOptions(command: Command): Command {
  return addCommonOptions(command)
    .requiredOption('--url <address>', 'address of the CouchDB: https://centre.example:6984')
    .option('--user <name>', 'a user of role centre there', 'nadi-web')
    .requiredOption('--password-file <file>', "file with that user's password");
}

/** Who looks, where an alert is acknowledged. */
export function addByOption(command: Command): Command {
  return command.option('--by <name>', 'your name, kept with what you acknowledge', userInfo().username);
}

/** Throws `bad-input`; nothing is asked yet. */
export async function openBoxes(flags: BoxesFlags): Promise<{ couch: RouterCouch; book: BoxBook }> {
  const password = await readSecretFile(flags.passwordFile, 'password-file');
  const { RouterCouch: Couch } = await import('../central/router/router-couch.js');
  const { BoxBook: Book } = await import('../central/monitor/box-book.js');
  const couch = new Couch(couchLogin(flags.url, flags.user, password));
  return { couch, book: new Book(couch, Date.now) };
}
