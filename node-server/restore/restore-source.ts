import type { BoxId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Progress } from '../../records/progress.js';
import type { BoxSettings } from '../box-folder/box-settings.js';

/** A record as a database holds it. */
export type StoredRecord = LedgerRecord & { _rev: string };

/** What a source gives, in this order: pages of records without a gap, and how far it is in between. */
export type SourcePart =
  /** `cursor`: after these records the source can begin again here */
  | { part: 'records'; records: StoredRecord[]; cursor?: SourceCursor }
  | { part: 'progress'; progress: Progress }
  /** of the same state as the last record before it */
  | { part: 'box'; settings?: BoxSettings; centrePassword?: string; locals: LocalDocument[] };

/** Where a source was when everything before was on disk. */
export interface SourceCursor {
  box: BoxId;
  since: string | number;
}

export type LocalDocument = { _id: string } & Record<string, unknown>;

/** The ledger of a lost box, as a backup or the centre has it. */
export interface RestoreSource {
  kind: 'backup' | 'centre' | 'backup-and-centre' | 'standby';
  /** the box whose ledger it is: the last one that wrote into it */
  box: BoxId;
  /** how many records it is known to have; null where that shows only at the end */
  total: number | null;
  /** Records after `n`, in order. */
  read(
    after: number,
    cursor: SourceCursor | null,
    signal: AbortSignal,
  ): AsyncGenerator<SourcePart, void, void>;
}
