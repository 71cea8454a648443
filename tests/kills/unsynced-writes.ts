import { existsSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Random } from '../../cli/demo/random.js';
import { readCalls, type Call } from './read-calls.js';

/** Bytes of one file: those written, and those of them that an fsync has put on the disk. */
interface Extent {
  written: number;
  synced: number;
}

/** A name that came, changed or went in a folder that was not fsynced since. */
interface NameChange {
  path: string;
  kind: 'made' | 'renamed' | 'removed';
  /** puts the folder back as it was before; null where that can no longer be made: then it counts as done */
  undo: (() => Promise<void> | void) | null;
}

/** What strace must look at. */
export const TRACED_CALLS =
  'openat,write,writev,pwrite64,pwritev,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat';

/**
 * What of a process's writes a power cut takes away: bytes behind a file's last fsync, and names that came, changed or
 * went in a folder behind that folder's last fsync. An fsync of a file keeps the name under which the file was made,
 * and the folders made for it, as ext4, XFS, btrfs and F2FS do; a later new name it does not keep.
 */
export class UnsyncedWrites {
  readonly #files = new Map<string, Extent>();
  /** by folder, in order: a file system keeps the order of changes in its journal */
  readonly #names = new Map<string, NameChange[]>();
  /** files that were written or renamed since `before` was copied: that copy no longer tells what they held */
  readonly #touched = new Set<string>();

  /** @param before a copy of the root as it was when the process started */
  constructor(
    private readonly root: string,
    private readonly before: string,
    trace: string,
  ) {
    const begun = new Map<string, number>();
    for (const { at, call, thread } of readCalls(trace)) {
      const path = pathOf(call);
      // Bytes that are written while an fsync is under way may miss it.
      if (at === 'begin') begun.set(thread, this.#files.get(path)?.written ?? 0);
      else if (call.result >= 0) this.#take(call, path, begun.get(thread) ?? 0);
    }
  }

  /** Leaves on the disk what a power cut would: what was fsynced, and of the rest, where `torn`, a part by chance. */
  async cut(random: Random, torn: boolean): Promise<{ bytes: number; names: number }> {
    const lost = { bytes: 0, names: 0 };
    for (const [path, { synced }] of this.#files) {
      if (!existsSync(path)) continue;
      const { size } = statSync(path);
      const keep = torn ? random.between(synced, Math.max(synced, size)) : synced;
      if (keep >= size) continue;
      truncateSync(path, keep);
      lost.bytes += size - keep;
    }
    for (const changes of this.#names.values()) {
      const certain = changes.findLastIndex(({ undo }) => undo === null) + 1;
      const keep = torn ? random.between(certain, changes.length) : certain;
      for (const { undo } of changes.slice(keep).toReversed()) await undo?.();
      lost.names += changes.length - keep;
    }
    return lost;
  }

  #take(call: Call, path: string, atBegin: number): void {
    const { name, result } = call;
    if (name === 'openat') this.#open(call);
    else if (name.startsWith('mkdir')) this.#made(path);
    else if (name.startsWith('rename')) this.#rename(quoted(call));
    else if (name.startsWith('unlink')) this.#unlink(path);
    else if (!this.#isOurs(path)) return;
    else if (name === 'fsync' || name === 'fdatasync') this.#sync(path, atBegin);
    else if (name === 'ftruncate')
      this.#extent(path).written = Number(/(\d+)$/.exec(call.arguments)?.[1] ?? 0);
    else {
      const extent = this.#extent(path);
      const offset = name.startsWith('pwrite')
        ? Number(/(\d+)$/.exec(call.arguments)?.[1] ?? 0)
        : extent.written;
      extent.written = Math.max(extent.written, offset + result);
      this.#touched.add(path);
    }
  }

  #open({ arguments: given, opened = '' }: Call): void {
    if (!this.#isOurs(opened) || !/O_CREAT|O_TRUNC/.test(given)) return;
    const isNew = given.includes('O_CREAT') && !this.#files.has(opened) && !existsSync(this.#earlier(opened));
    if (isNew) this.#made(opened);
    if (isNew || given.includes('O_TRUNC')) this.#files.set(opened, { written: 0, synced: 0 });
    if (given.includes('O_TRUNC')) this.#touched.add(opened);
  }

  #made(path: string): void {
    if (!this.#isOurs(path)) return;
    this.#change(path, 'made', () => {
      rmSync(path, { recursive: true, force: true });
    });
  }

  #rename([from = '', to = '']: string[]): void {
    if (!this.#isOurs(from) || !this.#isOurs(to)) return;
    const stood = this.#files.has(to) || existsSync(this.#earlier(to));
    const restore = stood ? this.#restore(to) : () => undefined;
    this.#change(
      to,
      'renamed',
      restore &&
        (async () => {
          renameSync(to, from);
          await restore();
        }),
    );
    this.#files.set(to, this.#extent(from));
    this.#files.delete(from);
    this.#touched.add(to);
  }

  #unlink(path: string): void {
    if (!this.#isOurs(path)) return;
    this.#change(path, 'removed', this.#restore(path));
    this.#files.delete(path);
    this.#touched.add(path);
  }

  /** Null where the file held something else since. */
  #restore(path: string): NameChange['undo'] {
    const earlier = this.#earlier(path);
    if (this.#touched.has(path) || !existsSync(earlier)) return null;
    return () => cp(earlier, path, { recursive: true });
  }

  #sync(path: string, written: number): void {
    // A folder: its names are on the disk.
    if (this.#names.delete(path)) return;
    const extent = this.#extent(path);
    extent.synced = Math.max(extent.synced, Math.min(written, extent.written));
    for (let at = path; at !== this.root; at = dirname(at)) {
      const changes = this.#names.get(dirname(at)) ?? [];
      const made = changes.findIndex((change) => change.path === at && change.kind === 'made');
      if (made >= 0) changes.splice(made, 1);
    }
  }

  #change(path: string, kind: NameChange['kind'], undo: NameChange['undo']): void {
    const folder = dirname(path);
    this.#names.set(folder, [...(this.#names.get(folder) ?? []), { path, kind, undo }]);
  }

  /** A file that stood before the process: all of it is on the disk. */
  #extent(path: string): Extent {
    let extent = this.#files.get(path);
    if (!extent) {
      const earlier = this.#earlier(path);
      const size = existsSync(earlier) ? statSync(earlier).size : 0;
      this.#files.set(path, (extent = { written: size, synced: size }));
    }
    return extent;
  }

  #earlier(path: string): string {
    return join(this.before, relative(this.root, path));
  }

  #isOurs(path: string): boolean {
    return path.startsWith(`${this.root}/`);
  }
}

/** The file that a call speaks of: by its descriptor, else by its name. */
function pathOf({ name, arguments: given }: { name: string; arguments: string }): string {
  if (/^(mkdir|unlink)/.test(name)) return quoted({ arguments: given })[0] ?? '';
  return /^\d+<([^>]*)>/.exec(given)?.[1] ?? '';
}

function quoted({ arguments: given }: { arguments: string }): string[] {
  return [...given.matchAll(/"([^"]*)"/g)].map(([, path = '']) => path);
}
