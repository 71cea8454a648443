import type { BackupRecord } from '../../records/box.js';
import type { Facility } from '../facility.js';

/** A backup that was read back whole. */
export interface GoodBackup extends Pick<BackupRecord, 'file' | 'kind' | 'upTo' | 'bytes' | 'place'> {
  id: string;
  /** UTC */
  at: string;
  /** the ledger's chain at `upTo`, where it was computed */
  head: string | null;
}

/** Good backups that are remembered: more than a year of daily ones. */
const MOST = 500;
const NAME = 'backup-state';

/** Which backups were read back: kept on the box, for a file alone does not tell. Newest last. */
export class BackupState {
  private constructor(readonly good: GoodBackup[]) {}

  static async read(facility: Facility): Promise<BackupState> {
    const kept = (await facility.readLocal(NAME)) as { good?: GoodBackup[] } | null;
    return new BackupState(kept?.good ?? []);
  }

  get last(): GoodBackup | null {
    return this.good.at(-1) ?? null;
  }

  find(id: string): GoodBackup | undefined {
    return this.good.find((one) => one.id === id);
  }

  /** Writes the record of a good backup, and remembers it, in one batch. */
  async keep(facility: Facility, one: GoodBackup, from: number, by: string): Promise<void> {
    const good = [...this.good, one].slice(-MOST);
    await facility.append({ by }, (draft) => {
      const { file, kind, upTo, bytes, place } = one;
      draft.box('backup', { file, kind, from, upTo, bytes, place });
      draft.keepLocal(NAME, { good });
    });
    this.good.splice(0, this.good.length, ...good);
  }
}
