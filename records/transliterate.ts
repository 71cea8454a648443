const CONSONANTS: Record<string, string> = {
  क: 'k', ख: 'kh', ग: 'g', घ: 'gh', ङ: 'n',
  च: 'ch', छ: 'chh', ज: 'j', झ: 'jh', ञ: 'n',
  ट: 't', ठ: 'th', ड: 'd', ढ: 'dh', ण: 'n',
  त: 't', थ: 'th', द: 'd', ध: 'dh', न: 'n',
  प: 'p', फ: 'ph', ब: 'b', भ: 'bh', म: 'm',
  य: 'y', र: 'r', ल: 'l', ळ: 'l', व: 'v',
  श: 'sh', ष: 'sh', स: 's', ह: 'h',
}; // prettier-ignore
/** Consonants under a nukta; the others sound the same with and without one. */
const NUKTA: Record<string, string> = { ज: 'z', फ: 'f', ड: 'r', ढ: 'rh', क: 'q' };
const VOWELS: Record<string, string> = {
  अ: 'a', आ: 'a', इ: 'i', ई: 'i', उ: 'u', ऊ: 'u', ऋ: 'ri', ए: 'e', ऐ: 'ai', ओ: 'o', औ: 'au',
  ऍ: 'e', ऑ: 'o', ऎ: 'e', ऒ: 'o',
}; // prettier-ignore
const MATRAS: Record<string, string> = {
  'ा': 'a', 'ि': 'i', 'ी': 'i', 'ु': 'u', 'ू': 'u', 'ृ': 'ri', 'े': 'e', 'ै': 'ai', 'ो': 'o', 'ौ': 'au',
  'ॅ': 'e', 'ॉ': 'o', 'ॆ': 'e', 'ॊ': 'o',
}; // prettier-ignore
const VIRAMA = '्';
const NUKTA_SIGN = '़';

/** A consonant (or none) and the vowel after it; `schwa` while the vowel is the unwritten a. */
interface Unit {
  consonant: string;
  vowel: string;
  schwa: boolean;
  /** anusvara, chandrabindu or visarga after the vowel */
  tail: string;
}

/**
 * Hindi as it is commonly written in Latin letters: `कमला` → `kamla`, `ज्ञानेन्द्र` → `gyanendra`. The unwritten
 * vowel is dropped where it is not spoken: at the end of a word, and between two spoken syllables. Latin text
 * comes back without accents; every other letter as it was. The result is in NFC and in the case of the input.
 */
export function transliterate(text: string): string {
  // Decomposed, a nukta stands as a sign of its own, and so does a Latin accent.
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u200b-\u200d\ufeff]/g, '')
    .replace(/[\u0900-\u0963\u0966-\u097f]+/g, wordToLatin)
    .normalize('NFC');
}

/** Devanagari digits as ASCII ones: `९८७` → `987`. */
export function asciiDigits(text: string): string {
  return text.replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x0966));
}

function wordToLatin(word: string): string {
  const units = readUnits(asciiDigits(word));
  dropSilentVowels(units);
  return units.map((unit) => unit.consonant + unit.vowel + unit.tail).join('');
}

function readUnits(word: string): Unit[] {
  const units: Unit[] = [];
  for (let i = 0; i < word.length; i++) {
    const sign = word.charAt(i);
    const last = units.at(-1);
    const consonant = CONSONANTS[sign];
    if (consonant !== undefined) {
      units.push({ consonant, vowel: 'a', schwa: true, tail: '' });
      if (word.charAt(i + 1) === NUKTA_SIGN) {
        units.at(-1)!.consonant = NUKTA[sign] ?? consonant;
        i++;
      }
      // ज्ञ is spoken gy, not jn.
      if (sign === 'ज' && word.startsWith(`${VIRAMA}ञ`, i + 1)) {
        units.at(-1)!.consonant = 'gy';
        i += 2;
      }
    } else if (VOWELS[sign] !== undefined) {
      units.push({ consonant: '', vowel: VOWELS[sign], schwa: false, tail: '' });
    } else if (MATRAS[sign] !== undefined && last) {
      last.vowel = MATRAS[sign];
      last.schwa = false;
    } else if (sign === VIRAMA && last?.schwa) {
      last.vowel = '';
      last.schwa = false;
    } else if ((sign === 'ं' || sign === 'ँ') && last) {
      last.tail = 'n';
    } else if (sign === 'ः' && last) {
      last.tail = 'h';
    } else if (sign === 'ॐ') {
      units.push({ consonant: '', vowel: 'om', schwa: false, tail: '' });
    } else if (/[0-9]/.test(sign)) {
      units.push({ consonant: sign, vowel: '', schwa: false, tail: '' });
    }
  }
  return units;
}

function dropSilentVowels(units: Unit[]): void {
  for (let i = units.length - 1; i > 0; i--) {
    const unit = units[i]!;
    const before = units[i - 1]!;
    const after = units[i + 1];
    if (!unit.schwa || unit.tail !== '') continue;
    const endsWord = after === undefined || /^[0-9]/.test(after.consonant);
    const closesCluster = before.vowel === '' && before.consonant !== '';
    // After a cluster a final vowel is still heard before a soft consonant: Krishna, Rajendra, but Anand, Kant.
    const silent = endsWord
      ? !(closesCluster && /^[yrvlnm]/.test(unit.consonant))
      : before.vowel !== '' && after.consonant !== '' && after.vowel !== '';
    if (silent) {
      unit.vowel = '';
      unit.schwa = false;
    }
  }
}
