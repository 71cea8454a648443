import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Words } from '../../records/envelope.js';

/** Which words stand on the paper; `both` is Hindi first. */
export type PrintLanguage = 'both' | 'hi' | 'en';

type Dictionary = Record<string, string>;

let known: { mtimeMs: number; hi: Dictionary; en: Dictionary } | null = null;

/** The fixed words of the prints. An edit of labels.json shows on the next print. */
export class Labels {
  private readonly words = readLabels();

  constructor(readonly language: PrintLanguage) {}

  /** A label in the print's language: `टोकन / Token`. */
  label(key: string): string {
    return this.choose(this.pair(key));
  }

  /** The label in the print's first language only, where two would not fit. */
  short(key: string): string {
    const pair = this.pair(key);
    return this.language === 'en' ? pair.en : pair.hi;
  }

  pair(key: string): Words {
    return { hi: this.words.hi[key] ?? key, en: this.words.en[key] ?? key };
  }

  /** Words of the data, once where both languages say the same or one is missing. */
  choose({ hi, en }: Words): string {
    if (this.language !== 'both') return (this.language === 'hi' ? hi || en : en || hi).trim();
    return hi === en || en === '' ? hi : hi === '' ? en : `${hi} / ${en}`;
  }

  first({ hi, en }: Words): string {
    return this.language === 'en' ? en || hi : hi || en;
  }
}

/** All fixed words, alone and as `हिन्दी / English`. */
export function labelTexts(): string[] {
  const { hi, en } = readLabels();
  return Object.keys(hi).map((key) => `${hi[key] ?? ''} / ${en[key] ?? ''}`);
}

function readLabels(): { hi: Dictionary; en: Dictionary } {
  // Compiled code runs in dist/, the words stay where people edit them.
  const beside = fileURLToPath(new URL('./labels.json', import.meta.url));
  const path = beside.replace(/[\\/]dist([\\/]templates[\\/]print[\\/])/, '$1');
  const { mtimeMs } = statSync(path);
  if (known?.mtimeMs !== mtimeMs) {
    const { hi, en } = JSON.parse(readFileSync(path, 'utf8')) as { hi: Dictionary; en: Dictionary };
    known = { mtimeMs, hi, en };
  }
  return known;
}
