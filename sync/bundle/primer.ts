import { RecordModel } from './record-model.js';
import type { Tape } from './tape.js';

/** A model that has seen how records usually look. */
export function primedModel(tape: Tape): RecordModel {
  return new RecordModel(tape);
}
