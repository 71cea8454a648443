import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import { readBackup } from './read-backup.js';
import { writeSample } from './sample-backup.js';

export interface FlippedPlace {
  folder: string;
  identity: string;
  recipient: string;
}

/**
 * For tests: flips so many bits of a backup, one after the other, spread over it and closer at its beginning and its
 * end; gives those that were not refused as damaged, or not with the place where they lie.
 */
export async function flipBackup(
  { folder, identity, recipient }: FlippedPlace,
  samples: number,
): Promise<string[]> {
  const { file, bytes } = await writeSample(folder, [recipient], { upTo: 4_000 });
  const whole = new Uint8Array(await readFile(join(folder, file)));
  const wrong: string[] = bytes > 70_000 ? [] : ['less than two of the chunks that age makes'];
  for (let i = 0; i < samples; i += 1) {
    const at = placeOf(i, samples, bytes);
    const bent = new Uint8Array(whole);
    bent[at] = (bent[at] ?? 0) ^ (1 << (i % 8));
    const refused = await refusal({ file, bytes: pieces(bent), size: bytes }, identity);
    if (refused?.code !== 'backup-damaged') wrong.push(`byte ${at}: ${refused?.code ?? 'taken'}`);
    const message = refused?.message ?? '';
    const [, from, to] = /bytes (\d+) to (\d+)/.exec(message) ?? [];
    const named = from === undefined ? at < 600 : Number(from) <= at && at <= Number(to);
    if (!named) wrong.push(`byte ${at}: ${message}`);
  }
  return wrong;
}

/** Every fifth byte of the beginning, every third of the end, and evenly in between. */
function placeOf(i: number, samples: number, bytes: number): number {
  if (i < 150) return i * 5;
  const fromEnd = samples - 1 - i;
  return fromEnd < 40 ? bytes - 1 - fromEnd * 3 : Math.floor((i / samples) * bytes);
}

async function refusal(
  source: Parameters<typeof readBackup>[0],
  identity: string,
): Promise<FacilityError | null> {
  try {
    for await (const part of readBackup(source, [identity])) void part;
    return null;
  } catch (error) {
    if (error instanceof FacilityError) return error;
    throw error;
  }
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 40_000) yield await Promise.resolve(bytes.slice(at, at + 40_000));
}
