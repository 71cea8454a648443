import { displayWidth, fit, plain } from './components/display-width.js';
import type { SyncWords } from './tasks/describe-sync.js';

/** What `nadi sync status` prints: the same words and picture as the screen, as long as they need be. */
export function syncLines({ headline, facts, line, failure, advice }: SyncWords): string[] {
  const labels = [...facts, ...(line ? [line] : []), ...(failure ? [failure] : [])];
  const width = Math.max(...labels.map(({ label }) => displayWidth(label))) + 2;
  const indent = ' '.repeat(width);
  return [
    headline,
    '',
    ...facts.map(({ label, value }) => fit(label, width) + plain(value)),
    ...(line ? ['', fit(line.label, width) + line.hours, indent + line.blocks, indent + line.legend] : []),
    ...(failure ? ['', fit(failure.label, width) + failure.what, indent + plain(failure.exactly)] : []),
    ...(advice.length === 0 ? [] : ['', ...advice.map((one) => `→ ${one}`)]),
  ];
}
