import type { Command } from 'commander';
import type { ServerScope } from 'nano';
import type { CommonOptions } from './command-context.js';
import { couchLogin } from './couch-login.js';
import { readSecretFile } from './read-secret-file.js';
import { addCommonOptions } from './run-command.js';

export type CentreFlags = CommonOptions & { url: string; user: string; passwordFile: string };

/** What every command needs that works at the CouchDB itself. */
export function addCentreOptions(command: Command): Command {
  return addCommonOptions(command)
    .requiredOption('--url <address>', 'address of the CouchDB: https://centre.example:6984')
    .option('--user <name>', 'a server admin there', 'admin')
    .requiredOption('--password-file <file>', "file with the admin's password");
}

/** The CouchDB as its server admin. Throws `bad-input`. */
export async function openCentre({ url, user, passwordFile }: CentreFlags): Promise<ServerScope> {
  const password = await readSecretFile(passwordFile, 'password-file');
  const { couchAt } = await import('../central/couch-of.js');
  return couchAt(couchLogin(url, user, password));
}
