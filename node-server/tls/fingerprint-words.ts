import { entropyToMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';

/** Eight words hold 88 bits: nobody makes a second certificate with the same ones. */
const WORDS = 8;

/** A fingerprint that two people can read to each other: the first words of BIP-39's text for it. */
export function fingerprintWords(fingerprint: string): string {
  const bytes = Uint8Array.from(Buffer.from(fingerprint.replaceAll(':', ''), 'hex'));
  return entropyToMnemonic(bytes, wordlist).split(' ').slice(0, WORDS).join(' ');
}
