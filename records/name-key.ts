import { transliterate } from './transliterate.js';

const HONORIFICS = new Set(
  'shri sri shree shrimati shrimti srimati smt sh kumari ku km mr mrs ms miss dr baby late sw swargiya of bo mst mast'.split(
    ' ',
  ),
);
/** Second names that half a village bears; they say little about who somebody is. */
const GENERIC = new Set(
  (
    'devi kumari kumar kr singh sinh sing khatoon khatun lal ram prasad parsad bai bi bibi begum bano khan ' +
    'mohammad mohamad muhammad md mohd das ' +
    'yadav sah saw mahto manjhi paswan ansari sharma verma'
  ).split(' '),
);
const ABBREVIATIONS = new Map([
  ['md', 'mohammad'],
  ['mohd', 'mohammad'],
  ['mo', 'mohammad'],
  ['kr', 'kumar'],
]);
/** A name has few words, and nobody types long ones: what lies beyond is not searched. */
const MAX_WORDS = 12;
const MAX_LENGTH = 40;

/** Some thousand words make up all names of a district: folding each anew made a start-up take twice as long. */
const folded = new Map<string, string>();
const MOST_REMEMBERED = 20_000;

const HONORIFIC_FOLDS = new Set([...HONORIFICS].map((word) => foldWord(word)));
const GENERIC_FOLDS = new Set([...GENERIC].map((word) => foldWord(word)));

/** The words of a name, in small letters, composed; signs, tags' brackets and emoji fall away. */
export function nameWords(name: string): string[] {
  return (
    name
      .slice(0, MAX_WORDS * MAX_LENGTH)
      .normalize('NFC')
      .toLowerCase()
      .replace(/['’`\u200b-\u200d\ufeff]/g, '')
      .split(/[^\p{L}\p{M}\p{N}]+/u)
      // मो0 and कु० are how offices shorten मोहम्मद and कुमारी.
      .map((word) => word.replace(/(?<=[^\d०-९])[0०]$/, '').slice(0, MAX_LENGTH))
      .filter((word) => word !== '')
      .slice(0, MAX_WORDS)
  );
}

/** The words by which a name is found: titles before it fall away, unless nothing distinctive would remain. */
export function searchWords(name: string): string[] {
  const words = nameWords(name);
  let first = 0;
  while (first < words.length - 1 && HONORIFIC_FOLDS.has(foldWord(words[first]!))) first++;
  if (first === 0) return words;
  const rest = words.slice(first);
  return rest.every((word) => isGeneric(word)) ? words : rest;
}

export function isGeneric(word: string): boolean {
  return GENERIC_FOLDS.has(foldWord(word));
}

/**
 * One word in either script, spelled the one way that all its usual spellings fold to; vowels stay, so that two
 * folded words can still be compared: `सुनीता`, `Suneeta` → `sunita`.
 */
export function foldWord(word: string): string {
  const known = folded.get(word);
  if (known !== undefined) return known;
  if (folded.size >= MOST_REMEMBERED) folded.clear();
  const fold = foldAnew(word);
  folded.set(word, fold);
  return fold;
}

function foldAnew(word: string): string {
  const latin = transliterate(word.toLowerCase());
  return (
    (ABBREVIATIONS.get(latin) ?? latin)
      .replace(/ksh|x/g, 'ks')
      .replace(/chh|ch/g, 'c')
      .replace(/^jn|gy/g, 'g')
      .replace(/sh/g, 's')
      .replace(/([bdgjkt])h/g, '$1')
      .replace(/ph/g, 'f')
      .replace(/rh/g, 'r')
      .replace(/z/g, 'j')
      .replace(/q|ck/g, 'k')
      .replace(/ou|au|ow/g, 'o')
      .replace(/w/g, 'v')
      .replace(/ai|ei|ay|ey/g, 'e')
      .replace(/ee|ea/g, 'i')
      .replace(/oo/g, 'u')
      .replace(/aa/g, 'a')
      // Bhojpuri and Bengali speakers say Jadav and Jogendra for Yadav and Yogendra.
      .replace(/^y(?=[aeiou])/, 'j')
      .replace(/y/g, 'i')
      .replace(/^kris/, 'kis')
      .replace(/(\D)\1+/gu, '$1')
      // Ward 11 is not Ward 1, and Ward 05 is Ward 5.
      .replace(/^0+(?=\d)/, '')
      .replace(/m(?=[bp])/g, 'n')
  );
}

/**
 * The consonant skeleton of one name word, equal for nearly all spellings of a name in both scripts:
 * `लक्ष्मी`, `Laxmi`, `Lakshmee` → `LKSM`. Empty only for an empty word.
 */
export function nameKey(word: string): string {
  return keyOfFold(foldWord(word));
}

/** The keys of all words of a name, titles before it left out. */
export function nameKeys(name: string): string[] {
  return searchWords(name).map((word) => nameKey(word));
}

export function keyOfFold(fold: string): string {
  return skeleton(fold).replace(/NG$/, 'N');
}

/**
 * What the key of a word begins with when only the beginning of the word has been typed. Several where the
 * next letter would change the last one: `p` may become ph, `cham` may become champa.
 */
export function keyPrefixes(halfWord: string): string[] {
  const latin = transliterate(halfWord.toLowerCase());
  const fold = foldWord(halfWord);
  // With its vowel open a word in Devanagari may end differently: सुर may go on as सुरेश.
  const whole = skeleton(fold);
  if (whole === '') return [];
  const prefixes = [whole, keyOfFold(fold)];
  const stem = whole.slice(0, -1);
  if (latin.endsWith('p')) prefixes.push(`${stem}F`);
  if (latin.endsWith('m') && stem !== '') prefixes.push(`${stem}N`);
  if (/[^c]c$/.test(latin)) prefixes.push(`${stem}K`);
  if (latin === 'y') prefixes.push('J');
  if (/^kr$/.test(latin)) prefixes.splice(0, 2, 'KR', 'KS');
  if (/^kri$/.test(latin)) prefixes.push('KS');
  if (latin === 'mo' || latin === 'kr') prefixes.push(latin.charAt(0).toUpperCase());
  return [...new Set(prefixes)];
}

function skeleton(fold: string): string {
  const [first = '', ...rest] = fold;
  const head = /[aeiou]/.test(first) ? 'a' : first;
  const key = head + rest.join('').replace(/[aeiouh]/g, '');
  return key
    .replace(/b/g, 'v')
    .replace(/(\D)\1+/gu, '$1')
    .toUpperCase();
}
