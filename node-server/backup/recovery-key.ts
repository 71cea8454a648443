import { hkdfSync, randomBytes } from 'node:crypto';
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { identityToRecipient } from 'age-encryption';
import { FacilityError } from '../../records/facility-error.js';
import { bech32 } from './bech32.js';

/** 128 bits, as X25519 has: twelve words, the last with a check of 4 bits (BIP 39). */
const ENTROPY = 16;
const RECOVERY_WORDS = 12;

export interface RecoveryKey {
  /** twelve English words */
  words: string[];
  /** age private key: never kept on the box */
  identity: string;
  /** age public key */
  recipient: string;
}

export async function makeRecoveryKey(): Promise<RecoveryKey> {
  const phrase = entropyToMnemonic(new Uint8Array(randomBytes(ENTROPY)), wordlist);
  return readRecoveryKey(phrase);
}

/**
 * The key behind the words as somebody typed them, in any case and spacing, or as a QR code gave them.
 * Throws `bad-input`: `recoveryWordCount`, `recoveryWord` with the place of the wrong word, `recoveryCheck`.
 */
export async function readRecoveryKey(typed: string): Promise<RecoveryKey> {
  const words = typed.toLowerCase().match(/[a-z]+/g) ?? [];
  if (words.length !== RECOVERY_WORDS)
    throw wrongWords(
      'recoveryWordCount',
      `A recovery key has ${RECOVERY_WORDS} words; these are ${words.length}.`,
      {
        words: words.length,
        of: RECOVERY_WORDS,
      },
    );
  const wrong = words.findIndex((word) => !wordlist.includes(word));
  if (wrong >= 0)
    throw wrongWords(
      'recoveryWord',
      `Word ${wrong + 1} (${words[wrong] ?? ''}) is not in the list of words.`,
      {
        place: wrong + 1,
        word: words[wrong] ?? '',
        ...nearest(words[wrong] ?? ''),
      },
    );
  let entropy: Uint8Array;
  try {
    entropy = mnemonicToEntropy(words.join(' '), wordlist);
  } catch {
    // Without the cause, which may hold the words.
    throw wrongWords(
      'recoveryCheck',
      'These words do not belong together: one is wrong or in the wrong place.',
    );
  }
  const identity = bech32('age-secret-key-', expand(entropy)).toUpperCase();
  return { words, identity, recipient: await identityToRecipient(identity) };
}

function expand(entropy: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', entropy, new Uint8Array(0), 'nadi recovery key 1', 32));
}

/** No two words of the list begin with the same four letters. */
function nearest(word: string): { nearest: string } {
  const start = word.slice(0, 4);
  return { nearest: wordlist.find((known) => known.slice(0, 4) === start) ?? '' };
}

function wrongWords(
  code: string,
  message: string,
  params: Record<string, string | number> = {},
): FacilityError {
  return new FacilityError('bad-input', message, {
    hint: 'hints.readWordsAgain',
    params,
    fields: [{ field: 'words', code, params }],
  });
}
