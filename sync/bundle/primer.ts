import { readFileSync } from 'node:fs';
import { BundleError } from './bundle-error.js';
import type { JsonObject } from './json.js';
import { RecordModel } from './record-model.js';
import { Tape } from './tape.js';

/** The one that this version writes with; it reads with every earlier one. 0: none. */
export const PRIMER = 1;

const read = new Map<number, JsonObject[]>();

/** A model that has seen how records usually look: invented ones that every version of Nadi knows. */
export function primedModel(tape: Tape, primer: number): RecordModel {
  if (primer > PRIMER)
    throw new BundleError('newer', 'The bundle was made with words of a newer version of Nadi.');
  const model = new RecordModel(Tape.learning());
  if (primer > 0) for (const record of recordsOf(primer)) model.code(record);
  model.change(tape);
  return model;
}

function recordsOf(primer: number): JsonObject[] {
  let records = read.get(primer);
  if (!records) {
    // Compiled code lies one folder deeper than its source.
    const here = import.meta.url.replace('/dist/sync/', '/sync/');
    const text = readFileSync(new URL(`primers/${primer}.json`, here), 'utf8');
    read.set(primer, (records = JSON.parse(text) as JsonObject[]));
  }
  return records;
}
