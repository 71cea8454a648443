/** Writes ASN.1's distinguished encoding (X.690), as much of it as a certificate needs. */
export const der = {
  sequence: (...parts: Uint8Array[]): Uint8Array => value(0x30, ...parts),
  set: (...parts: Uint8Array[]): Uint8Array => value(0x31, ...parts),
  /** `[n]` around whole values */
  explicit: (n: number, ...parts: Uint8Array[]): Uint8Array => value(0xa0 + n, ...parts),
  /** `[n]` in the place of a plain value's own tag */
  implicit: (n: number, content: Uint8Array): Uint8Array => value(0x80 + n, content),
  boolean: (truth: boolean): Uint8Array => value(0x01, Uint8Array.of(truth ? 0xff : 0)),
  octets: (content: Uint8Array): Uint8Array => value(0x04, content),
  text: (text: string): Uint8Array => value(0x0c, asBytes(text)),

  /** A number of any length, not negative, most significant byte first. */
  integer(bytes: Uint8Array): Uint8Array {
    const start = bytes.findIndex((byte) => byte !== 0);
    const short = start < 0 ? Uint8Array.of(0) : bytes.subarray(start);
    return (short[0] ?? 0) < 0x80 ? value(0x02, short) : value(0x02, Uint8Array.of(0), short);
  },

  bits: (content: Uint8Array, unused = 0): Uint8Array => value(0x03, Uint8Array.of(unused), content),

  /** `1.2.840.10045.4.3.2` */
  oid(dotted: string): Uint8Array {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    return value(0x06, Uint8Array.from([first * 40 + second, ...rest.flatMap(base128)]));
  },

  /** RFC 5280, section 4.1.2.5: two digits for the year until 2049 */
  time(date: Date): Uint8Array {
    const digits = date.toISOString().replace(/\.\d+|[-:T]/g, '');
    return date.getUTCFullYear() < 2050
      ? value(0x17, asBytes(digits.slice(2)))
      : value(0x18, asBytes(digits));
  },
};

export function asBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function value(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const content = parts.flatMap((part) => [...part]);
  return Uint8Array.from([tag, ...lengthOf(content.length), ...content]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function base128(number: number): number[] {
  const bytes = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
