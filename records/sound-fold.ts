const DEVANAGARI: Record<string, string> = {};
for (const [letters, sound] of [
  ['कख', 'k'],
  ['गघ', 'g'],
  ['ङञणन', 'n'],
  ['चछ', 'c'],
  ['जझ', 'j'],
  ['टठतथ', 't'],
  ['डढदध', 'd'],
  ['प', 'p'],
  ['फ', 'f'],
  ['बभ', 'b'],
  ['म', 'm'],
  ['य', 'y'],
  ['र', 'r'],
  ['लळ', 'l'],
  ['व', 'v'],
  ['शषस', 's'],
  ['ह', 'h'],
  ['अआ', 'a'],
  ['इईएऐऍऎिीेैॅॆ', 'i'],
  ['उऊओऔऑुूोौॉ', 'u'],
  ['ऋृ', 'ri'],
  ['ंँ', 'n'],
] as const) {
  for (const letter of letters) DEVANAGARI[letter] = sound;
}

/** Latin spellings of one sound; order matters: longer ones first. */
const LATIN: [RegExp, string][] = [
  [/oea|ae|oe|ea/g, 'e'],
  [/ck|q/g, 'k'],
  [/c(?=[eiy])/g, 's'],
  [/c(?!h)/g, 'k'],
  [/chh?/g, 'c'],
  [/ph/g, 'f'],
  [/x/g, 'ks'],
  [/([kgtdbjsr])h/g, '$1'],
  [/w/g, 'v'],
  [/z/g, 'j'],
  [/y(?![aeiou])/g, 'i'],
  [/m(?=[pbf])/g, 'n'],
  [/[ei]/g, 'i'],
  [/[ou]/g, 'u'],
];

/**
 * How a word sounds, whichever script it is written in: `bukhar`, `bukhaar` and `बुखार` give `bukr`. Long and short
 * vowels, aspiration, doubled letters and the inherent vowel fall together. For finding words in lists, not names.
 */
export function soundFold(word: string): string {
  const lower = word.normalize('NFD').toLowerCase();
  let sound = '';
  if (/[\u0900-\u097f]/.test(lower)) {
    for (const letter of lower) sound += DEVANAGARI[letter] ?? (/[0-9a-z]/.test(letter) ? letter : '');
  } else {
    sound = lower.replace(/[^a-z0-9]/g, '');
    for (const [pattern, replacement] of LATIN) sound = sound.replace(pattern, replacement);
  }
  const first = sound.slice(0, 1);
  return (first + sound.slice(1).replaceAll('a', '')).replace(/([a-z])\1+/g, '$1');
}

/** Words and numbers of a text, small letters, `500mg` as two. */
export function splitWords(text: string): string[] {
  const plain = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u200c\u200d]/g, '');
  return plain.match(/\d+(?:\.\d+)?|[\p{L}\p{M}]+/gu) ?? [];
}

/** Whether two texts are equal but for at most one letter changed, missing, added, or swapped with its neighbour. */
export function nearlyEqual(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  const restA = a.slice(start);
  const restB = b.slice(start);
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}
