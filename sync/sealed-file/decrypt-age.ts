import { Decrypter } from 'age-encryption';
import { ReadableStream } from 'node:stream/web';
import { identityFingerprint } from './identity-fingerprint.js';

/** Plain bytes to a chunk of an age file, and what each chunk has more when encrypted (age-encryption.org/v1). */
const CHUNK = 64 * 1024;
const TAG = 16;
const NONCE = 16;

export interface EncryptedSource {
  /** the age file */
  bytes: AsyncIterable<Uint8Array>;
  /** where it begins in the whole file: the length of the first line */
  offset: number;
  /** fingerprints of the keys that are said to open it */
  keys: readonly string[];
}

/** How the kind of file at hand says what is wrong with it. */
export interface SealedFaults {
  wrongKey(): Error;
  /** @param where in the file: `bytes 131245 to 196796` */
  damaged(where: string, cause: unknown): Error;
}

/** Opens an age file; a chunk that was changed is named by where it stands. Throws what `faults` makes. */
export async function* decryptAge(
  source: EncryptedSource,
  identities: readonly string[],
  faults: SealedFaults,
): AsyncGenerator<Uint8Array> {
  const { offset } = source;
  const header = new HeaderLength();
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  // What the source itself throws (a stick that was pulled out) is no damage.
  let broken: unknown;
  const input = ReadableStream.from(
    watched(source.bytes, header, (error) => {
      broken = error;
    }),
  ) as never;
  let output: AsyncIterable<Uint8Array>;
  try {
    output = (await decrypter.decrypt(input)) as unknown as AsyncIterable<Uint8Array>;
  } catch (cause) {
    if (broken) throw broken as Error;
    const known = await Promise.all(identities.map(identityFingerprint));
    if (!known.some((key) => source.keys.includes(key))) throw faults.wrongKey();
    throw faults.damaged(`bytes ${offset} to ${offset + header.length}`, cause);
  }
  let plain = 0;
  try {
    for await (const chunk of output) {
      plain += chunk.length;
      yield chunk;
    }
  } catch (cause) {
    if (broken) throw broken as Error;
    const block = Math.floor(plain / CHUNK);
    const from = offset + header.length + NONCE + block * (CHUNK + TAG);
    throw faults.damaged(`bytes ${block === 0 ? from - NONCE : from} to ${from + CHUNK + TAG - 1}`, cause);
  }
}

async function* watched(
  bytes: AsyncIterable<Uint8Array>,
  header: HeaderLength,
  onBroken: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of bytes) {
      header.see(chunk);
      yield chunk;
    }
  } catch (error) {
    onBroken(error);
    throw error;
  }
}

/** An age header ends with the line that begins with `---`. */
class HeaderLength {
  length = 0;
  #text = '';
  #found = false;

  see(chunk: Uint8Array): void {
    if (this.#found || this.#text.length > 64 * 1024) return;
    this.#text += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    const at = this.#text.search(/\n--- [^\n]*\n/);
    this.#found = at >= 0;
    this.length = this.#found ? this.#text.indexOf('\n', at + 1) + 1 : this.#text.length;
    if (this.#found) this.#text = '';
  }
}
