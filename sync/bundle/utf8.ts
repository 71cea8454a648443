const encoder = new TextEncoder();

/** The bytes of a text that is well-formed Unicode. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** false where UTF-8 would not hold the text: a half of a surrogate pair stands alone. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
