#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../templates/folder.js';
import { processContext } from './command-context.js';
import { readConfig } from './config.js';
import { runProgram } from './program.js';

const { version } = JSON.parse(readFileSync(join(repositoryRoot(), 'package.json'), 'utf8')) as {
  version: string;
};
void runProgram(processContext(readConfig()), version, process.argv.slice(2));
