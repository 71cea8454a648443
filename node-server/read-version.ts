import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../templates/folder.js';

/** Nadi's own version. */
export function readVersion(): string {
  const text = readFileSync(join(repositoryRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
