import { BitLearner, BitReader, BitWriter, type BitCoder } from './bit-coder.js';
import { BundleError } from './bundle-error.js';
import type { Budget } from './budget.js';
import { utf8 } from './utf8.js';

/**
 * What a walk over values is written to or read from: bits, and texts that nothing foretold. One walk does both: what
 * it is given while it writes, it gets back while it reads. So writer and reader cannot drift apart.
 */
export class Tape {
  readonly reads: boolean;

  private constructor(
    readonly bits: BitCoder,
    private readonly texts: { take?: () => string; keep?: (text: string) => void },
    readonly budget: Budget | null,
  ) {
    this.reads = bits.reads;
  }

  /** Only learns. */
  static learning(): Tape {
    return new Tape(new BitLearner(), {}, null);
  }

  static writing(): { tape: Tape; end: () => { bits: Uint8Array; texts: Uint8Array } } {
    const bits = new BitWriter();
    const texts: string[] = [];
    const tape = new Tape(bits, { keep: (text) => texts.push(text) }, null);
    return { tape, end: () => ({ bits: bits.end(), texts: utf8(texts.map((text) => text + END).join('')) }) };
  }

  /** `end` throws where something is left. */
  static reading(bits: Uint8Array, texts: Uint8Array, budget: Budget): { tape: Tape; end: () => void } {
    const reader = new BitReader(bits);
    let at = 0;
    const take = (): string => {
      const end = texts.indexOf(0, at);
      if (end < 0) throw new BundleError('damaged', 'The texts of the bundle are cut off.');
      const text = decodeText(texts.subarray(at, end));
      at = end + 1;
      return text;
    };
    const end = (): void => {
      if (at < texts.length || !reader.isAtEnd)
        throw new BundleError('damaged', 'The bundle goes on after its end.');
    };
    return { tape: new Tape(reader, { take }, budget), end };
  }

  /** A well-formed text without U+0000. */
  text(text?: string): string {
    if (this.texts.take) return this.texts.take();
    this.texts.keep?.(text ?? '');
    return text ?? '';
  }
}

const END = '\0';
const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new BundleError('damaged', 'A text of the bundle is no UTF-8.', { cause });
  }
}
