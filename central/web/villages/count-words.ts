import type { Translate } from '../../../templates/locale.js';
import type { Registered } from '../../summaries/read-villages.js';
import { countText, NOTHING } from '../figures/figure-text.js';
import { FEW_PEOPLE } from './join-small-villages.js';
import { sumOf, tellable, type Counts, type Tellable } from './tellable.js';

/** Counts as they stand in a table. */
export function countWords(t: Translate, { people, households }: Tellable): Record<keyof Registered, string> {
  const words = (count: number | 'few' | null): string => {
    if (count === 'few') return t('centre.villages.few', { few: FEW_PEOPLE });
    return count === null ? NOTHING : countText(count);
  };
  return { people: words(people), households: words(households) };
}

/** What lines come to, in a sentence; null where nobody has told anything. */
export function sumWords(t: Translate, lines: readonly Counts[]): string | null {
  const { people, households } = sumOf(lines);
  if (people === null) return null;
  if (people === 'few') return t('centre.villages.sumFew', { few: FEW_PEOPLE });
  if (households === null) return t('centre.villages.sumPeople', { people });
  const isWhole = lines.every((line) => line.people === null || tellable(line).households !== null);
  return t(isWhole ? 'centre.villages.sum' : 'centre.villages.sumPartly', { people, households });
}
