#!/usr/bin/env node
import { readVersion } from '../node-server/read-version.js';
import { processContext } from './command-context.js';
import { readConfig } from './config.js';
import { endQuietly } from './end-quietly.js';
import { runProgram } from './program.js';

endQuietly(process.stdout);
endQuietly(process.stderr);
void runProgram(processContext(readConfig()), readVersion(), process.argv.slice(2));
