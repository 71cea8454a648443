import { readFileSync } from 'node:fs';
import path from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { FacilityError } from '../records/facility-error.js';
import { templatesFolder } from './folder.js';
import { watchFiles, type WatchOptions } from './watch-files.js';

export type Language = 'hi' | 'en';
export type Params = Record<string, string | number>;
/** `t('common.save')` in a page: `translate` with the language already chosen. */
export type Translate = (key: string, params?: Params) => string;
/** One language's words by full key: `common.save` → `सहेजें` */
export type FlatWords = Map<string, string>;

export const LANGUAGES: readonly Language[] = ['hi', 'en'];
/** Indian digit grouping, and the digits that forms and instruments show. */
const LOCALE_TAGS: Record<Language, string> = { hi: 'hi-IN-u-nu-latn', en: 'en-IN' };

export interface LocaleOptions {
  /** `show` gives the key itself, so that a forgotten word never closes a page; `throw` (tests) is the default */
  missing?: 'throw' | 'show';
}

/** All words that people see, by key, in both languages. Messages are ICU; each is compiled at most once. */
export class Locale {
  #words: Record<Language, FlatWords>;
  readonly #compiled: Record<Language, Map<string, IntlMessageFormat>> = { hi: new Map(), en: new Map() };
  readonly #missing: 'throw' | 'show';

  constructor(words: Record<Language, FlatWords>, options: LocaleOptions = {}) {
    this.#words = words;
    this.#missing = options.missing ?? 'throw';
  }

  /** Takes other words from now on. */
  replace(words: Record<Language, FlatWords>): void {
    this.#words = words;
    for (const language of LANGUAGES) this.#compiled[language].clear();
  }

  has(language: Language, key: string): boolean {
    return this.#words[language].has(key);
  }

  /** Throws `internal` on an unknown key, unless missing words are shown as their key. */
  translate(language: Language, key: string, params: Params = {}): string {
    const message = this.#words[language].get(key);
    if (message === undefined) {
      if (this.#missing === 'show') return key;
      throw new FacilityError('internal', `No words for "${key}" in ${language}.json`);
    }
    if (!/[{}']/.test(message)) return message;
    if (!/'|\{\w+,/.test(message)) return fill(message, key, params);
    return String(this.#compile(language, key, message).format(params));
  }

  in(language: Language): Translate {
    return (key, params) => this.translate(language, key, params);
  }

  #compile(language: Language, key: string, message: string): IntlMessageFormat {
    const known = this.#compiled[language].get(key);
    if (known) return known;
    const compiled = new IntlMessageFormat(message, LOCALE_TAGS[language], undefined, { ignoreTag: true });
    this.#compiled[language].set(key, compiled);
    return compiled;
  }
}

/** The values into a message that has simple arguments only; some pages hold a hundred of them. */
function fill(message: string, key: string, params: Params): string {
  return message.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined)
      throw new FacilityError('internal', `The words "${key}" want a value for "${name}".`);
    return String(value);
  });
}

/** Reads `locales/hi.json` and `locales/en.json`. */
export function openLocale(options: LocaleOptions = {}, folder = templatesFolder()): Locale {
  return new Locale(readAllWords(folder), options);
}

/** A locale whose words follow the files (law 7): an edit counts within seconds, a broken one is told and waits. */
export function watchLocale(
  options: WatchOptions & LocaleOptions = {},
  folder = templatesFolder(),
): { locale: Locale; check: () => boolean; close: () => void } {
  let locale: Locale | undefined;
  const watched = watchFiles(
    path.join(folder, 'locales'),
    () => {
      const words = readAllWords(folder);
      if (locale) locale.replace(words);
      else locale = new Locale(words, options);
      return locale;
    },
    options,
  );
  return { locale: watched.current(), check: watched.check, close: watched.close };
}

function readAllWords(folder: string): Record<Language, FlatWords> {
  return { hi: readWords('hi', folder), en: readWords('en', folder) };
}

export function readWords(language: Language, folder = templatesFolder()): FlatWords {
  const file = path.join(folder, 'locales', `${language}.json`);
  const words: FlatWords = new Map();
  flatten(JSON.parse(readFileSync(file, 'utf8')), '', words);
  return words;
}

function flatten(node: unknown, prefix: string, into: FlatWords): void {
  if (typeof node === 'string') into.set(prefix, node);
  else if (typeof node === 'object' && node !== null) {
    for (const [key, child] of Object.entries(node)) flatten(child, prefix ? `${prefix}.${key}` : key, into);
  }
}

let ours: Locale | undefined;

/** One text of the repository's own words, read at first use. A key without words throws `internal`. */
export function translate(language: Language, key: string, params?: Params): string {
  ours ??= openLocale();
  return ours.translate(language, key, params);
}
