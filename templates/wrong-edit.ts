import { FacilityError } from '../records/facility-error.js';

/** A list that is well formed and says what cannot be: with its file and the place in it. */
export function wrongEdit(file: string, place: string, problem: string): FacilityError {
  return new FacilityError('bad-input', `${file}, ${place}: ${problem}`, {
    hint: 'hints.correctFile',
    params: { file, line: place, column: '', problem },
  });
}
