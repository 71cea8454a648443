import { setTimeout as pause } from 'node:timers/promises';
import { couchdbUrl } from './config.js';

/** A CouchDB that was given may be three nodes on one small machine. */
const PATIENCE_MS = couchdbUrl() === null ? 30_000 : 120_000;

/** Asks again and again until something comes true; throws what it was waited for after half a minute, or two. */
export async function until<T>(what: string, ask: () => Promise<T | false> | T | false): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(20)) {
    const answer = await ask();
    if (answer !== false) return answer;
  }
  throw new Error(`waited in vain until ${what}`);
}
