const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The ISO 7064 MOD 37,36 check character of a text of digits and capital letters.
 * It catches every single wrong character and every swap of two neighbours.
 * Other characters (hyphens) are passed over, so that a printed id can be checked as it stands.
 */
export function checkCharacter(text: string): string {
  let product = 36;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) continue;
    let sum = (product + value) % 36;
    if (sum === 0) sum = 36;
    product = (sum * 2) % 37;
  }
  return ALPHABET.charAt((37 - product) % 36);
}
