import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface WatchOptions {
  /** milliseconds between two looks; 0 looks only when `check` is called */
  every?: number;
  /** hears why an edit cannot be used; what was read before stays in use */
  onTrouble?: (error: unknown) => void;
}

export interface Watched<T> {
  /** what the files say, or said when they were last in order */
  current: () => T;
  /** why an edit has not taken effect; null where all have */
  problem: () => unknown;
  /** looks at once; true where something new was read */
  check: () => boolean;
  close: () => void;
}

/**
 * What `load` reads from a folder, read again when one of its list files changes, so that an edit counts without a
 * restart (law 7). Looks at the files' times and sizes instead of `fs.watch`, which tells of an edit before the editor
 * has finished it, and of none on some mounts. Throws what `load` throws at the start, for then there is nothing to
 * go on with.
 */
export function watchFiles<T>(folder: string, load: () => T, options: WatchOptions = {}): Watched<T> {
  const { every = 2_000, onTrouble } = options;
  let print = fingerprint(folder);
  let value = load();
  let problem: unknown = null;

  const check = (): boolean => {
    const now = fingerprint(folder);
    if (now === print) return false;
    print = now;
    try {
      value = load();
    } catch (error) {
      problem = error;
      onTrouble?.(error);
      return false;
    }
    problem = null;
    return true;
  };

  const timer = every > 0 ? setInterval(check, every).unref() : undefined;
  return { current: () => value, problem: () => problem, check, close: () => clearInterval(timer) };
}

/** Changes whenever a list file does: name, size, time to the nanosecond, and the inode where it was replaced. */
function fingerprint(folder: string): string {
  try {
    const files = readdirSync(folder).filter((name) => /\.(tsv|json)$/.test(name));
    return files
      .sort()
      .map((name) => printOf(join(folder, name)))
      .join('\n');
  } catch (error) {
    // An editor may be half-way through replacing a file; the next look sees the end of it.
    return `unreadable: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function printOf(path: string): string {
  const { size, mtimeNs, ino } = statSync(path, { bigint: true });
  return `${path} ${size} ${mtimeNs} ${ino}`;
}
