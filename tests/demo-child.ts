import { runDemo } from '../cli/tasks/run-demo.js';
import { SHORT_DEMO } from './short-demo.js';

// A demo in a process of its own, to be killed: `node dist/tests/demo-child.js <folder>`.
const [, , folder = ''] = process.argv;
await runDemo({ ...SHORT_DEMO, folder });
process.stdout.write('started\n');
