import type { Translate } from '../templates/locale.js';
import { displayWidth, fit, plain } from './components/display-width.js';
import type { StatusWords } from './tasks/describe-status.js';

/** What `nadi status` prints: the same words as the screen, without colour, as long as they need be. */
export function statusLines(words: StatusWords, say: Translate): string[] {
  const numbers = [say('cli.labels.waiting'), say('cli.labels.serving'), say('cli.labels.onHold')];
  const nameWidth = widest([say('cli.labels.today'), ...words.stations.map(({ name }) => name)]) + 2;
  const row = (name: string, cells: (string | number)[]): string =>
    fit(name, nameWidth) +
    cells.map((cell, i) => fit(String(cell), displayWidth(numbers[i] ?? '') + 2, 'right')).join('');
  const labelWidth = widest(words.facts.map(({ label }) => label)) + 2;
  const errors =
    words.errors.length === 0 ? [] : ['', say('cli.labels.errors'), ...words.errors.map((e) => `  ${e}`)];
  return [
    words.facility,
    [words.headline, ...words.reasons].join(' · '),
    '',
    row(say('cli.labels.today'), numbers),
    ...words.stations.map((s) => row(s.name, [s.waiting, s.serving, s.onHold])),
    words.today,
    '',
    ...words.facts.map(({ label, value }) => fit(label, labelWidth) + plain(value)),
    ...errors,
  ];
}

const widest = (texts: string[]): number => Math.max(0, ...texts.map(displayWidth));
