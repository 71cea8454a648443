import { FacilityError } from '../../records/facility-error.js';
import { firstBox, type BoxId } from '../../records/ids.js';

/** `2/4`: the second of four workers. */
export interface WorkerShare {
  worker: number;
  of: number;
}

/** Reads `2/4`. Throws `bad-input`. */
export function readWorkerShare(typed: string): WorkerShare {
  const [, worker = '', of = ''] = /^(\d{1,3})\/(\d{1,3})$/.exec(typed.trim()) ?? [];
  const share = { worker: Number(worker), of: Number(of) };
  if (worker === '' || share.worker < 1 || share.worker > share.of) {
    throw new FacilityError('bad-input', `--worker ${typed} is not one of several, such as 2/4.`, {
      fields: [{ field: 'worker', code: 'notValid' }],
      hint: 'hints.workerShares',
    });
  }
  return share;
}

/** Whether a worker serves a box: all boxes of a facility fall to the same one. */
export function isMine({ worker, of }: WorkerShare, box: BoxId): boolean {
  return hash(firstBox(box)) % of === worker - 1;
}

/** FNV-1a, 32 bits: spreads codes that differ in their last digits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value ^= character.charCodeAt(0);
    value = Math.imul(value, 0x01000193) >>> 0;
  }
  return value;
}
