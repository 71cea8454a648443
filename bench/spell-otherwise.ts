import { NAME_WORDS } from './people.js';

/** What clerks who write by ear take for each other, in both scripts. */
const LATIN_SOUNDS: [string, string][] = [
  ['ee', 'i'],
  ['oo', 'u'],
  ['i', 'ee'],
  ['u', 'oo'],
  ['sh', 's'],
  ['v', 'w'],
  ['w', 'v'],
  ['v', 'b'],
  ['z', 'j'],
  ['ph', 'f'],
  ['th', 't'],
  ['dh', 'd'],
  ['sh', 'sh'],
  ['a', 'aa'],
  ['ai', 'ay'],
  ['ks', 'x'],
];
const HINDI_SOUNDS: [string, string][] = [
  ['ि', 'ी'],
  ['ी', 'ि'],
  ['ु', 'ू'],
  ['ू', 'ु'],
  ['श', 'स'],
  ['ण', 'न'],
  ['व', 'ब'],
  ['ज़', 'ज'],
  ['फ़', 'फ'],
  ['ड़', 'र'],
  ['न्द्र', 'ंदर'],
  ['ं', 'न्'],
];

const byHindi = new Map(NAME_WORDS.map(([hindi, latin]) => [hindi, latin]));
const byLatin = new Map(NAME_WORDS.flatMap(([hindi, latin]) => latin.map((word) => [word, hindi] as const)));

/** A name or a village as somebody else writes it: in the other script, or in the same one by ear. */
export function spellOtherwise(text: string, otherScript: boolean, random: () => number): string {
  const words = text.split(' ').map((word) => {
    const turned = otherScript ? inOtherScript(word, random) : word;
    return otherScript && random() < 0.6 ? turned : byEar(turned, random);
  });
  // A second name is left out as often as it is written.
  if (words.length > 1 && random() < 0.12) words.pop();
  return words.join(' ');
}

function inOtherScript(word: string, random: () => number): string {
  const latin = byHindi.get(word);
  if (latin) return latin[Math.floor(random() * latin.length)] ?? word;
  return byLatin.get(word) ?? word;
}

function byEar(word: string, random: () => number): string {
  const sounds = /[a-z]/i.test(word) ? LATIN_SOUNDS : HINDI_SOUNDS;
  const fitting = sounds.filter(([from]) => word.slice(1).includes(from));
  const sound = fitting[Math.floor(random() * fitting.length)];
  const heard = sound ? word.charAt(0) + word.slice(1).replace(sound[0], sound[1]) : word;
  // Now and then a letter is lost.
  if (random() > 0.06 || heard.length < 5) return heard;
  const at = 1 + Math.floor(random() * (heard.length - 2));
  return heard.slice(0, at) + heard.slice(at + 1);
}
