import { readFileSync } from 'node:fs';
import { BundleError } from './bundle-error.js';
import type { JsonObject } from './json.js';
import { RecordModel } from './record-model.js';
import { Tape } from './tape.js';

/** The one that this version writes with; it reads with every earlier one. 0: none. */
export const PRIMER = 1;

/** What was learnt from each primer: once a process, since it takes longer than most bundles. */
const learnt = new Map<number, RecordModel>();

/** A model that has seen how records usually look: invented ones that every version of Nadi knows. */
export function primedModel(tape: Tape, primer: number): RecordModel {
  if (primer > PRIMER)
    throw new BundleError('newer', 'The bundle was made with words of a newer version of Nadi.');
  return new RecordModel(tape, primer > 0 ? learntFrom(primer) : undefined);
}

function learntFrom(primer: number): RecordModel {
  const known = learnt.get(primer);
  if (known) return known;
  // Compiled code lies one folder deeper than its source.
  const here = import.meta.url.replace('/dist/sync/', '/sync/');
  const records = JSON.parse(readFileSync(new URL(`primers/${primer}.json`, here), 'utf8')) as JsonObject[];
  const model = new RecordModel(Tape.learning());
  for (const record of records) model.code(record);
  learnt.set(primer, model);
  return model;
}
