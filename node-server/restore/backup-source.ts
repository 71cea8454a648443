import { resolve } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import { findChain } from '../backup/find-chain.js';
import type { BackupFile } from '../backup/list-backups.js';
import { openingKey } from '../backup/opening-key.js';
import { readBackup } from '../backup/read-backup.js';
import type { RestoreSource, SourcePart } from './restore-source.js';

export interface BackupSourceOptions {
  /** a folder with backups, or one of them */
  path: string;
  /** words of the recovery key, or an age private key (the centre's) */
  key: string;
  /** the lost box; absent: the backup's */
  box?: BoxId;
}

/**
 * The ledger of a lost box in a full backup and the incrementals that go on from it; in a folder, those that reach
 * furthest. Throws `backup-no-place`, `backup-gap`, `restore-refused`, `bad-input`; reading throws what is wrong with
 * a file.
 */
export async function openBackupSource({ path, key, box }: BackupSourceOptions): Promise<RestoreSource> {
  const identity = await openingKey(key);
  const chain = await findChain(resolve(path), box === undefined ? {} : { box });
  const header = chain.at(-1)?.header;
  if (!header) throw noBackup(path, box);
  return {
    kind: 'backup',
    box: header.box,
    total: header.upTo,
    read: (after, _cursor, signal) => readChain(chain, identity, { after, total: header.upTo, signal }),
  };
}

function noBackup(path: string, box: BoxId | undefined): FacilityError {
  const of = box === undefined ? '' : ` of ${box}`;
  return new FacilityError('restore-refused', `There is no whole backup${of} in ${path}.`, {
    hint: 'hints.folderOfBackups',
    params: { reason: 'no-records', box: box ?? '' },
  });
}

async function* readChain(
  chain: readonly BackupFile[],
  identity: string,
  { after, total, signal }: { after: number; total: number; signal: AbortSignal },
): AsyncGenerator<SourcePart, void, void> {
  for (const { path, header } of chain) {
    const isLast = path === chain.at(-1)?.path;
    // A file counts when it was read to its end, so it is read again where it was broken off.
    if (!isLast && (header?.upTo ?? 0) <= after) continue;
    let box: SourcePart & { part: 'box' } = { part: 'box', locals: [] };
    for await (const part of readBackup(path, [identity])) {
      signal.throwIfAborted();
      if (part.part === 'settings') {
        const { settings, secrets } = part.settings;
        const { centrePassword } = secrets;
        box = { ...box, settings, ...(centrePassword === undefined ? {} : { centrePassword }) };
      } else if (part.part === 'locals') box = { ...box, locals: [...box.locals, ...part.locals] };
      else if (part.part === 'records') {
        const records = part.records.filter(({ n }) => n > after);
        const done = part.records.at(-1)?.n ?? after;
        yield { part: 'records', records };
        yield { part: 'progress', progress: { step: 'restore.records', done, total, unit: 'records' } };
      }
    }
    if (isLast) yield box;
  }
}
