import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, found from this file: compiled code lies one folder deeper than its source. */
export function repositoryRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

/** Where the data lies that people may edit: words, pages, modules, prints. */
export function templatesFolder(): string {
  return path.join(repositoryRoot(), 'templates');
}
