import { readdir } from 'node:fs/promises';
import t from 'tap';
import { setOutWithSticks } from '../../tests/stick-journey.js';
import { hasTmux } from '../components/tmux-screen.js';
import { OperatorTerminal } from '../operator-terminal.js';

t.setTimeout(240_000);
const skip = !hasTmux() && 'no tmux';

for (const language of ['hi', 'en'] as const) {
  void t.test(
    `a stick is written, comes back and is taken in by keystrokes alone (${language})`,
    { skip },
    async (t) => {
      const journey = await setOutWithSticks(t);
      await journey.slips(3);
      const stick = await journey.stick();
      const operator = await OperatorTerminal.open(t, journey.data, language);
      const { say } = operator;
      await operator.until(say('cli.labels.today'));
      await operator.press('3');
      await operator.until(say('cli.syncScreen.keyStick'));

      await operator.press('u');
      await operator.until(say('cli.syncStick.title'));
      await operator.press('Enter');
      await operator.fill('/dev/null/x');
      await operator.until(say('errors.stick-no-place.title'));
      await operator.press('Enter', ...Array.from('/dev/null/x', () => 'BSpace'));
      await operator.fill(stick);
      await operator.until(say('cli.syncStick.written', { records: 10, size: '' }).slice(-16));
      const [file = ''] = await readdir(stick);
      t.match(file, /^BR.*\.nadi/);

      await journey.write(stick);
      t.same((await journey.atCentre(stick)).failed, []);
      await operator.press('u');
      await operator.until(say('cli.syncStick.title'));
      await operator.press('Right', 'Right', 'Enter');
      await operator.fill(stick);
      await operator.until(say('cli.stick.outcome.complete', { n: 10 }).slice(0, 30));
    },
  );
}
