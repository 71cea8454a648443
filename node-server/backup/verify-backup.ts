import { createHash, type Hash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Job } from '../../records/progress.js';
import type { BoxId } from '../../records/ids.js';
import type { BackupHeader, BackupSeal } from './backup-format.js';
import { damagedBackup } from './backup-error.js';
import { readBackup } from './read-backup.js';

/** A hash chain over records, begun at some record: see records/chain.ts. */
export interface RunningChain {
  readonly n: number;
  readonly head: string;
  add(record: object): void;
}

export interface VerifiedBackup {
  header: BackupHeader;
  seal: BackupSeal | null;
  records: number;
  bytes: number;
  /** over the ids and revisions of all records, in order: equal for equal records */
  digest: string;
  /** true where the chain was recomputed up to the seal */
  sealHolds: boolean;
}

/** Records to one turn: some milliseconds of the processor. */
const TURN = 250;

/** Sums up the records of a backup: equal for equal records in the same order. */
export class RecordDigest {
  readonly #hash: Hash = createHash('sha256');

  add({ _id, _rev }: { _id: string; _rev: string }): void {
    // A revision is the MD5 of the record's whole content.
    this.#hash.update(`${_id} ${_rev}\n`);
  }

  end(): string {
    return this.#hash.digest('hex');
  }
}

/**
 * Reads a backup from its first byte to its last: decrypts, decodes and counts it, and holds its seal against the
 * chain, where one is given that begins at the record before the backup's first.
 * Throws as readBackup does, and `backup-damaged` where the seal does not hold.
 */
export async function* verifyBackup(
  path: string,
  identities: readonly string[],
  options: { box?: BoxId; chain?: RunningChain } = {},
): Job<VerifiedBackup> {
  const { size } = await stat(path);
  let read = 0;
  let header: BackupHeader | null = null;
  let seal: BackupSeal | null = null;
  let records = 0;
  let sealHolds = false;
  const digest = new RecordDigest();
  const { chain, box } = options;
  const parts = readBackup(path, identities, {
    ...(box === undefined ? {} : { box }),
    onBytes: (bytes) => (read = bytes),
  });
  for await (const part of parts) {
    if (part.part === 'header') ({ header, seal } = part);
    if (part.part === 'records') {
      for (const record of part.records) {
        // A block was decoded at once; pages have their turn before it is hashed, and meanwhile.
        if (records % TURN === 0) await setImmediate();
        records += 1;
        digest.add(record);
        if (!chain) continue;
        const { _rev, ...bare } = record;
        void _rev;
        chain.add(bare);
        if (seal?.upTo !== chain.n) continue;
        if (seal.head !== chain.head)
          throw damagedBackup(path, `the seal up to record ${seal.upTo} does not fit the records`);
        sealHolds = true;
      }
    }
    yield { step: 'backup.verifying', done: read, total: size, unit: 'bytes' };
  }
  if (!header) throw damagedBackup(path, 'it has no header');
  return { header, seal, records, bytes: size, digest: digest.end(), sealHolds };
}
