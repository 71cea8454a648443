import { FacilityError } from '../../records/facility-error.js';

/** What LevelDB and the file system say, in our words. */
export function storeError(cause: unknown): FacilityError {
  if (cause instanceof FacilityError) return cause;
  const text = messageOf(cause);
  if (/no space left|ENOSPC|EDQUOT|quota exceeded/i.test(text)) {
    return new FacilityError('disk-full', 'The disk is full: the last entry was not saved.', {
      hint: 'hints.freeDisk',
      cause,
    });
  }
  // Before the lock: LevelDB names its LOCK file here, too.
  if (/read-only file system|EROFS|permission denied|EACCES/i.test(text)) {
    return new FacilityError('store-failed', 'The data folder takes no writing.', {
      hint: 'hints.readOnlyDisk',
      cause,
    });
  }
  if (/lock|already held|temporarily unavailable/i.test(text)) {
    return new FacilityError('store-locked', 'Another Nadi server has this data folder open.', {
      hint: 'hints.stopOtherOrUse',
      cause,
    });
  }
  if (/corrupt|not an sstable|bad magic|checksum/i.test(text)) {
    return new FacilityError('store-damaged', 'The data folder is damaged.', {
      hint: 'hints.restoreLastBackup',
      cause,
    });
  }
  return new FacilityError('store-failed', 'The disk did not take the entry.', {
    hint: 'hints.diskCable',
    cause,
  });
}

/** PouchDB wraps LevelDB's error several times; the words that tell are somewhere in the chain. */
function messageOf(error: unknown): string {
  if (error === null || error === undefined) return '';
  if (typeof error !== 'object') return typeof error === 'string' ? error : '';
  const { message, reason, code, cause } = error as Record<string, unknown>;
  const own = [message, reason, code].filter((part) => typeof part === 'string').join(' ');
  return `${own} ${messageOf(cause)}`;
}
