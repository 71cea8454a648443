import { nearlyEqual, soundFold, splitWords } from '../records/sound-fold.js';

interface IndexedWord {
  word: string;
  sound: string;
  /** added to the score: words of the name weigh more than search words, the first one most */
  weight: number;
}

interface Entry<T> {
  item: T;
  words: IndexedWord[];
  /** whole names and whole search words as they sound, with what is added where exactly that was typed */
  phrases: Map<string, number>;
}

/** A person types two or three letters and looks: more rows than this nobody reads. */
const MOST_RESULTS = 20;
const EXACT = 100;
const SOUNDS_LIKE = 60;
const MISSPELT = 30;

/**
 * Finds entries of a list by the beginnings of words, in Hindi or Latin letters, as spelled, as it sounds, or with one
 * letter wrong. Every typed word must be found; misspelt ones count only where nothing fits better.
 */
export class WordSearch<T> {
  #entries: Entry<T>[] | undefined;

  constructor(
    private readonly items: readonly T[],
    private readonly textsOf: (item: T) => { names: string[]; words: string[] },
  ) {}

  search(text: string, most = MOST_RESULTS): T[] {
    const typed = splitWords(text.slice(0, 100)).map((word) => ({ word, sound: soundFold(word) }));
    if (typed.length === 0) return [];
    const whole = typed.map((one) => one.sound).join(' ');
    const found: { item: T; score: number; misspelt: boolean }[] = [];
    for (const { item, words, phrases } of this.#index()) {
      let score = 0;
      let misspelt = false;
      for (const one of typed) {
        const points = bestOf(one, words);
        if (points === 0) {
          score = 0;
          break;
        }
        score += points;
        misspelt ||= points < SOUNDS_LIKE;
      }
      if (score > 0) found.push({ item, score: score + (phrases.get(whole) ?? 0), misspelt });
    }
    const clean = found.filter((one) => !one.misspelt);
    // The sort is stable: equals stay in the list's order, which its editors chose.
    const ranked = (clean.length > 0 ? clean : found).sort((a, b) => b.score - a.score);
    return ranked.slice(0, most).map((one) => one.item);
  }

  /** Made at the first search: a centre, a report, a command read the same lists and never search them. */
  #index(): Entry<T>[] {
    return (this.#entries ??= this.items.map((item) => {
      const { names, words } = this.textsOf(item);
      const indexed = names.flatMap((name) =>
        splitWords(name).map((word, at) => entry(word, at === 0 ? 8 : 4)),
      );
      const phrases = new Map([
        ...words.map((word): [string, number] => [phrase(word), 10]),
        ...names.map((name): [string, number] => [phrase(name), 40]),
      ]);
      const searchWords = words.flatMap(splitWords).map((word) => entry(word, 0));
      return { item, words: [...indexed, ...searchWords], phrases };
    }));
  }
}

function phrase(text: string): string {
  return splitWords(text).map(soundFold).join(' ');
}

function entry(word: string, weight: number): IndexedWord {
  return { word, sound: soundFold(word), weight };
}

function bestOf(typed: { word: string; sound: string }, words: IndexedWord[]): number {
  let best = 0;
  for (const word of words) {
    const points = match(typed, word);
    if (points > 0 && points + word.weight > best) best = points + word.weight;
  }
  return best;
}

function match(typed: { word: string; sound: string }, { word, sound }: IndexedWord): number {
  if (word === typed.word) return EXACT + 20;
  if (word.startsWith(typed.word)) return EXACT;
  // Numbers (a strength) are right or wrong, never nearly right; one sound alone is too little to go by.
  if (/^[\d.]+$/.test(typed.word) || typed.sound.length < 2) return 0;
  if (sound === typed.sound) return SOUNDS_LIKE + 15;
  if (sound.startsWith(typed.sound)) return SOUNDS_LIKE;
  if (typed.sound.length < 4) return 0;
  const { length } = typed.sound;
  const near = [length - 1, length, length + 1].some((end) => nearlyEqual(sound.slice(0, end), typed.sound));
  return near ? MISSPELT : 0;
}
