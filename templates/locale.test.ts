import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { IntlMessageFormat } from 'intl-messageformat';
import { ERROR_TABLE } from '../records/error-table.js';
import { repositoryRoot } from './folder.js';
import { Locale, openLocale, readWords } from './locale.js';
import type { FlatWords } from './locale.js';

const hi = readWords('hi');
const en = readWords('en');

void t.test('both languages have the same keys', async (t) => {
  t.same(
    [...hi.keys()].filter((key) => !en.has(key)),
    [],
    'in hi.json but not in en.json',
  );
  t.same(
    [...en.keys()].filter((key) => !hi.has(key)),
    [],
    'in en.json but not in hi.json',
  );
});

void t.test('each message reads in ICU and takes the same parameters in both languages', async (t) => {
  for (const key of hi.keys()) {
    if (en.has(key)) t.same(parametersOf(hi, key), parametersOf(en, key), key);
  }
});

void t.test('no message is empty, and Hindi words are Hindi', async (t) => {
  for (const [key, message] of hi) {
    t.not(message.trim(), '', `hi ${key}`);
    t.not(en.get(key)?.trim(), '', `en ${key}`);
  }
  // Abbreviations that stand alike in both scripts (SpO2, mmHg) are no oversight; sentences are.
  const english = [...hi].filter(([, message]) => {
    const spoken = message.replace(/\{[^{}]*\}/g, '');
    return /[a-z]{3}/i.test(spoken) && / /.test(spoken.trim()) && !/[\u0900-\u097f]/.test(message);
  });
  t.same(
    english.filter(([, message]) => !/^[\w%/.²° ()-]{1,24}$/.test(message)),
    [],
  );
});

void t.test('each key that a page or a source file names has words', async (t) => {
  const used = [...keysInPages(), ...keysInSource()];
  t.ok(used.length > 60, `finds the keys in use (${used.length})`);
  t.same([...new Set(used.filter(({ key }) => !hi.has(key)).map(({ key, file }) => `${key} (${file})`))], []);
});

void t.test('each error code and each field error has words', async (t) => {
  for (const code of Object.keys(ERROR_TABLE)) {
    t.ok(hi.has(`errors.${code}.title`), `${code}: title`);
    t.ok(hi.has(`errors.${code}.next`), `${code}: what to do next`);
  }
});

void t.test('words come in the chosen language, with parameters and plurals', async (t) => {
  const locale = openLocale();
  t.equal(locale.translate('hi', 'common.save'), 'सहेजें');
  t.equal(
    locale.in('en')('login.limited', { seconds: 1 }),
    'Too many wrong tries. Wait 1 second, then try again.',
  );
  t.match(locale.translate('en', 'login.limited', { seconds: 20 }), 'Wait 20 seconds');
  t.match(locale.translate('hi', 'sync.waiting', { n: 123456 }), /1,23,456/);
});

void t.test('a key without words throws, or shows itself where pages must stay open', async (t) => {
  t.throws(() => openLocale().translate('hi', 'no.such.key'), { code: 'internal' });
  const words: FlatWords = new Map([['a', 'b']]);
  t.equal(new Locale({ hi: words, en: words }, { missing: 'show' }).translate('hi', 'c'), 'c');
});

interface Use {
  key: string;
  file: string;
}

function keysInPages(): Use[] {
  return filesUnder('templates/pages', '.eta').flatMap((file) => matches(file, /\bt\(\s*'([\w.-]+)'/g));
}

function keysInSource(): Use[] {
  const files = ['node-server', 'templates', 'cli'].flatMap((folder) => filesUnder(folder, '.ts'));
  return files
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...matches(file, /\bt\(\s*'([\w-]+\.[\w.-]+)'/g),
      ...matches(file, /\btranslate\(\s*[\w.]+,\s*'([\w-]+\.[\w.-]+)'/g),
      ...matches(file, /\b(?:notice|titleKey|messageKey|wordsKey)\w*[:(]\s*'([\w-]+\.[\w.-]+)'/g),
      ...matches(file, /\bhelpers\.error\('field\.(\w+)'/g, 'fieldErrors.'),
      ...matches(file, /\bfield: [^,{}]+, code: '(\w+)'/g, 'fieldErrors.'),
    ]);
}

function matches(file: string, pattern: RegExp, prefix = ''): Use[] {
  const text = readFileSync(path.join(repositoryRoot(), file), 'utf8');
  return [...text.matchAll(pattern)].map((match) => ({ key: prefix + (match[1] ?? ''), file }));
}

function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(path.join(repositoryRoot(), folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join(folder, file));
}

/** Names of the arguments in a message, found in its parsed form. */
function parametersOf(words: FlatWords, key: string): string[] {
  const found = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    else if (typeof node === 'object' && node !== null) {
      const part = node as { type?: unknown; value?: unknown };
      // 0 is literal text and 7 the # of a plural; all other element types are arguments.
      if (
        typeof part.type === 'number' &&
        part.type !== 0 &&
        part.type !== 7 &&
        typeof part.value === 'string'
      ) {
        found.add(part.value);
      }
      Object.values(node).forEach(walk);
    }
  };
  const message = new IntlMessageFormat(words.get(key) ?? '', 'en', undefined, { ignoreTag: true });
  walk(message.getAst());
  return [...found].sort();
}
