import t from 'tap';
import { SYNC_WHYS } from '../../sync/sync-state.js';
import { LANGUAGES, openLocale } from '../../templates/locale.js';
import { displayWidth } from '../components/display-width.js';

/** The screen's label and the time of the failure stand before the words. */
const BEFORE = 34;
const COLUMNS = 79;

t.test('each reason for a failed sync has words and a next step that fit on the screen', (t) => {
  const locale = openLocale();
  for (const language of LANGUAGES) {
    const say = locale.in(language);
    for (const why of SYNC_WHYS) {
      const [what, next] = ['what', 'next'].map((part) => say(`cli.syncScreen.why.${why}.${part}`));
      for (const [words = '', before] of [[what, BEFORE] as const, [next, 4] as const]) {
        t.not(words, '');
        t.ok(before + displayWidth(words) <= COLUMNS, `${language} ${words}`);
      }
    }
  }
  t.end();
});
