import { execFileSync } from 'node:child_process';
import t from 'tap';
import { commandAgain } from './command-again.js';

t.test('a command that is shown to be typed again names the folder as a shell reads it', async (t) => {
  t.equal(commandAgain('nadi setup', undefined), 'nadi setup');
  t.equal(commandAgain('nadi setup', './box-1'), 'nadi setup --data ./box-1');
  for (const folder of ['my box', "asha's", '$HOME/`x`', 'रामपुर', '']) {
    const line = commandAgain('printf %s', folder).replace('--data ', '');
    t.equal(execFileSync('sh', ['-c', line], { encoding: 'utf8' }), folder);
  }
});
