/** What a disk says, in three words; null: something else. */
export function diskFailure(cause: unknown): 'full' | 'read-only' | 'gone' | null {
  switch ((cause as { code?: unknown } | null)?.code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'full';
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 'read-only';
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EIO':
    case 'ENODEV':
    case 'ENXIO':
    case 'ESTALE':
      return 'gone';
    default:
      return null;
  }
}
