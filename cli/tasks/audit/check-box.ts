import { FacilityError } from '../../../records/facility-error.js';
import { BOX_PATTERN } from '../../../records/ids.js';

/** Throws `bad-input` where `--box` was given and is no box's code. */
export function checkBox(box: string | undefined): void {
  if (box === undefined || BOX_PATTERN.test(box)) return;
  throw new FacilityError('bad-input', '--box is not right', {
    hint: 'hints.boxLooks',
    fields: [{ field: 'box', code: 'wrongBox' }],
  });
}
