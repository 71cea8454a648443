import { FrameError, readFrame } from './frames.js';
import type { Reached } from './messages.js';

/** What a box says that the centre has. Throws FrameError. */
export function readReached(bytes: Uint8Array): Reached {
  const { records, papers } = readFrame<Reached>(bytes);
  for (const steps of [records, papers]) {
    const isGood =
      Array.isArray(steps) && steps.length === 2 && steps.every((one) => Number.isSafeInteger(one));
    if (steps !== undefined && !isGood) throw new FrameError('A sequence is no whole number.');
  }
  return { ...(records ? { records } : {}), ...(papers ? { papers } : {}) };
}
