import type { BackupHeader } from './backup-format.js';
import { newestChain } from './backup-chain.js';
import type { BackupFile } from './list-backups.js';

export type BackupKind = Pick<BackupHeader, 'kind' | 'from' | 'previous'>;

const FULL: BackupKind = { kind: 'full', from: 0, previous: null };

/**
 * Goes on from the newest backup at the place if that one was read back, has its whole chain and opens with the same
 * keys; else begins anew.
 */
export function chooseKind(
  files: readonly BackupFile[],
  now: { box: string; upTo: number; keys: readonly string[]; isVerified: (id: string) => boolean },
): BackupKind {
  const chain = newestChain(files, now.box);
  const last = chain?.at(-1);
  if (!chain || !last?.header) return FULL;
  const { id, upTo } = last.header;
  const sameKeys = chain.every(({ header }) => header?.keys.join() === now.keys.join());
  if (!sameKeys || !now.isVerified(id) || upTo > now.upTo) return FULL;
  return { kind: 'incremental', from: upTo, previous: { file: last.file, id } };
}
