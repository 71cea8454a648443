import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until something comes true; throws what it was waited for after half a minute. */
export async function until<T>(what: string, ask: () => Promise<T | false> | T | false): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(20)) {
    const answer = await ask();
    if (answer !== false) return answer;
  }
  throw new Error(`waited in vain until ${what}`);
}
