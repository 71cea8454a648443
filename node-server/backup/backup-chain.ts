import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import { missingLink } from './backup-error.js';
import type { BackupFile } from './list-backups.js';

/**
 * The files that together hold everything up to `newest`: the full backup first, then each incremental.
 * Throws `backup-gap` where a link is missing, and what is wrong with a link that cannot be used.
 */
export function chainTo(newest: BackupFile, files: readonly BackupFile[]): BackupFile[] {
  const chain: BackupFile[] = [];
  for (let file: BackupFile | undefined = newest; file;) {
    if (file.problem)
      throw new FacilityError(file.problem.code, file.problem.message, { params: { file: file.file } });
    chain.unshift(file);
    const { previous, from }: { previous?: { file: string; id: string } | null; from?: number } =
      file.header ?? {};
    if (!previous) return chain;
    // By its id: people rename files. A copy of it will do as well.
    const links: BackupFile[] = files.filter(
      ({ header }) => header?.id === previous.id && header.upTo === from,
    );
    const link: BackupFile | undefined = links.find(({ problem }) => problem === null) ?? links[0];
    if (!link || chain.includes(link)) throw missingLink(file.file, previous.file);
    file = link;
  }
  return chain;
}

/** The backup that reaches furthest and has its whole chain, with that chain; null where there is none. */
export function newestChain(files: readonly BackupFile[], box?: BoxId): BackupFile[] | null {
  const own = files.filter(({ header }) => header !== null && (box === undefined || header.box === box));
  for (const file of own.toReversed()) {
    try {
      return chainTo(file, files);
    } catch (error) {
      if (!(error instanceof FacilityError)) throw error;
    }
  }
  return null;
}
