/** A Buffer as the plain bytes that it is: Node's types and TypeScript's own disagree on the memory behind it. */
export function plainBytes(bytes: Buffer | Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function joinBytes(parts: readonly (Buffer | Uint8Array)[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    all.set(plainBytes(part), at);
    at += part.byteLength;
  }
  return all;
}
