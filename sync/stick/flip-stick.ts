import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import { readStick } from './read-stick.js';

/**
 * For tests: flips so many bits of a file, one after the other, spread over it and closer at its beginning and end;
 * gives those that were not refused as damaged, or not with the place where they lie.
 */
export async function flipStick(path: string, identity: string, samples: number): Promise<string[]> {
  const whole = new Uint8Array(await readFile(path));
  const wrong: string[] = [];
  for (let i = 0; i < samples; i += 1) {
    const at = placeOf(i, samples, whole.length);
    const bent = new Uint8Array(whole);
    bent[at] = (bent[at] ?? 0) ^ (1 << (i % 8));
    const refused = await refusal(basename(path), bent, identity);
    const message = refused?.message ?? '';
    const [, from, to] = /bytes (\d+) to (\d+)/.exec(message) ?? [];
    const isNamed = from === undefined ? at < 600 : Number(from) <= at && at <= Number(to);
    if (refused?.code !== 'stick-damaged' || !isNamed)
      wrong.push(`byte ${at}: ${refused?.code ?? 'taken'} ${message}`);
  }
  return wrong;
}

function placeOf(i: number, samples: number, bytes: number): number {
  const close = Math.min(150, Math.floor(samples / 4));
  if (i < close) return Math.min(bytes - 1, i * 5);
  const fromEnd = samples - 1 - i;
  return fromEnd < 40 ? bytes - 1 - fromEnd * 3 : Math.floor((i / samples) * bytes);
}

async function refusal(file: string, bytes: Uint8Array, identity: string): Promise<FacilityError | null> {
  try {
    for await (const piece of readStick({ file, bytes: one(bytes), size: bytes.length }, [identity]))
      void piece;
    return null;
  } catch (error) {
    if (error instanceof FacilityError) return error;
    throw error;
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 40_000) yield await Promise.resolve(bytes.slice(at, at + 40_000));
}
