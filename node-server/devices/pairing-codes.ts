import { clearLetters } from './device-secret.js';

const LENGTH = 8;
const VALID_MS = 10 * 60_000;
const MINUTE_MS = 60_000;
const TRIES_A_MINUTE = 5;
/** wrong tries of everybody together until all codes are void */
const TRIES_IN_ALL = 20;
const MOST_CODES = 20;
const MOST_ADDRESSES = 500;

export type CodeOutcome =
  | { outcome: 'right'; name: string }
  | { outcome: 'wrong' | 'used' | 'expired' | 'closed' }
  | { outcome: 'wait'; seconds: number };

/**
 * The codes that the operator has shown and nobody has used yet. In memory only: after a restart one asks for
 * another. Times are of a clock that never jumps (`performance.now`).
 */
export class PairingCodes {
  readonly #codes = new Map<string, { name: string; until: number }>();
  readonly #used = new Set<string>();
  readonly #tries = new Map<string, number[]>();
  #wrong = 0;

  /** A code of eight letters and digits for the device that shall bear this name. */
  issue(name: string, now: number): { code: string; minutes: number } {
    if (this.#wrong >= TRIES_IN_ALL) this.#codes.clear();
    this.#wrong = 0;
    const code = clearLetters(LENGTH);
    this.#codes.set(code, { name, until: now + VALID_MS });
    if (this.#codes.size > MOST_CODES) dropFirst(this.#codes);
    return { code, minutes: VALID_MS / MINUTE_MS };
  }

  /** A right code is taken by this very call. */
  take(typed: string, address: string, now: number): CodeOutcome {
    const seconds = this.#secondsToWait(address, now);
    if (seconds > 0) return { outcome: 'wait', seconds };
    if (this.#wrong >= TRIES_IN_ALL) return { outcome: 'closed' };
    const code = typed.toLowerCase().replace(/[\s-]/g, '');
    const found = this.#codes.get(code);
    if (found && now < found.until) {
      this.#codes.delete(code);
      this.#used.add(code);
      if (this.#used.size > MOST_CODES) dropFirst(this.#used);
      return { outcome: 'right', name: found.name };
    }
    this.#wrong += 1;
    if (this.#used.has(code)) return { outcome: 'used' };
    return { outcome: found ? 'expired' : 'wrong' };
  }

  /** Gives a code back that was right but led to nothing: the disk was full. */
  giveBack(typed: string, name: string, now: number): void {
    const code = typed.toLowerCase().replace(/[\s-]/g, '');
    this.#used.delete(code);
    this.#codes.set(code, { name, until: now + VALID_MS });
  }

  #secondsToWait(address: string, now: number): number {
    const recent = (this.#tries.get(address) ?? []).filter((at) => now - at < MINUTE_MS);
    const [oldest] = recent;
    if (recent.length >= TRIES_A_MINUTE && oldest !== undefined) {
      return Math.ceil((oldest + MINUTE_MS - now) / 1000);
    }
    this.#tries.delete(address);
    this.#tries.set(address, [...recent, now]);
    if (this.#tries.size > MOST_ADDRESSES) dropFirst(this.#tries);
    return 0;
  }
}

function dropFirst(from: Map<string, unknown> | Set<string>): void {
  const first = from.keys().next();
  if (!first.done) from.delete(first.value);
}

/** As people read it: `k7mp-3xq9`. */
export function spacedCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
