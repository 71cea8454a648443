import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoxId } from '../../records/ids.js';
import { bundleId } from '../../sync/exchange/bundle-id.js';
import { joinBytes, plainBytes } from '../../sync/exchange/plain-bytes.js';
import { GatewayError } from './gateway-error.js';

/** Bytes of one bundle: what a box sends in one piece is far smaller. */
const BUNDLE_LIMIT = 8 * 1024 * 1024;
/** Unfinished bundles of one box; the oldest go. */
const BUNDLES_A_BOX = 3;
const ID = /^[0-9a-f]{32}$/;

/**
 * Bytes of bundles that have not come whole yet, on disk, so that a cut costs a box only what was on the way. No truth
 * lives here: what is lost the box sends again, for it moves on only by what CouchDB confirmed.
 */
export class Spool {
  constructor(readonly folder: string) {}

  /** Throws GatewayError: `bad-request`, `too-large`. */
  async open(box: BoxId, id: string, size: number): Promise<SpooledBundle> {
    if (!ID.test(id) || !Number.isSafeInteger(size) || size < 1)
      throw new GatewayError('bad-request', 'This is no bundle.');
    if (size > BUNDLE_LIMIT) throw new GatewayError('too-large', 'The bundle is too large for the gateway.');
    const folder = join(this.folder, box);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await this.#makeRoom(folder, `${id}.part`);
    const path = join(folder, `${id}.part`);
    return SpooledBundle.open(path, id, size);
  }

  async #makeRoom(folder: string, keep: string): Promise<void> {
    const others = (await readdir(folder)).filter((name) => name !== keep);
    if (others.length < BUNDLES_A_BOX) return;
    const dated = await Promise.all(
      others.map(async (name) => ({
        name,
        at: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0,
      })),
    );
    dated.sort((a, b) => a.at - b.at);
    for (const { name } of dated.slice(0, others.length - BUNDLES_A_BOX + 1))
      await rm(join(folder, name), { force: true });
  }
}

/** One bundle that is coming in. */
export class SpooledBundle {
  #file: FileHandle | null = null;
  #waiting: Uint8Array[] = [];
  #writing = Promise.resolve();
  #got: number;
  #held: number;

  private constructor(
    readonly path: string,
    readonly id: string,
    readonly size: number,
    standing: number,
  ) {
    this.#got = standing;
    this.#held = standing;
  }

  static async open(path: string, id: string, size: number): Promise<SpooledBundle> {
    const standing = await stat(path).catch(() => null);
    return new SpooledBundle(path, id, size, Math.min(standing?.size ?? 0, size));
  }

  /** bytes that have come */
  get got(): number {
    return this.#got;
  }

  /** bytes that are on disk */
  get held(): number {
    return this.#held;
  }

  /** Goes on from `from`; what stood behind it is written anew. Throws GatewayError: a gap. */
  startAt(from: number): void {
    if (!Number.isSafeInteger(from) || from < 0 || from > this.#held)
      throw new GatewayError('bad-request', 'Bytes of the bundle are missing before these.');
    this.#held = from;
    this.#got = from;
  }

  /** Takes bytes; they are on disk after the next `flush`. */
  take(bytes: Uint8Array): void {
    if (this.#got + bytes.length > this.size)
      throw new GatewayError('bad-request', 'The bundle is longer than it said.');
    this.#waiting.push(bytes);
    this.#got += bytes.length;
  }

  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** All its bytes, checked against its name. Throws GatewayError `damaged`; the bytes are gone then. */
  async read(): Promise<Uint8Array> {
    await this.#writing;
    const first = this.#held === 0 ? [] : [plainBytes(await readFile(this.path)).subarray(0, this.#held)];
    const bytes = joinBytes([...first, ...this.#waiting]);
    if (bytes.length === this.size && bundleId(bytes) === this.id) return bytes;
    await this.drop();
    throw new GatewayError('damaged', 'The bundle did not come whole.');
  }

  /** CouchDB has it, or it is of no use. */
  async drop(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
  }

  /** What has come stays for the next time. */
  async close(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#file?.close();
    this.#file = null;
  }

  async #write(): Promise<void> {
    const bytes = joinBytes(this.#waiting);
    this.#waiting = [];
    if (bytes.length === 0) return;
    if (!this.#file) {
      this.#file = await open(this.path, 'a', 0o600);
      await this.#file.truncate(this.#held);
    }
    await this.#file.write(bytes);
    await this.#file.datasync();
    this.#held += bytes.length;
  }
}
