import type { LedgerRecord } from '../../records/ledger-record.js';
import { encodeBundle } from '../bundle.js';
import { writePushMark, type PushMark } from '../sync-mark.js';
import { bundleId } from './bundle-id.js';
import type { Outgoing } from './exchange-once.js';

/** Records in one bundle: a day of a health centre, some 30 kB. */
const RECORDS = 1_000;
/** A bundle of fewer bytes is on its way in one round trip: where it got to is not worth a write to the disk. */
const WORTH_RESUMING = 8 * 1024;

export interface LedgerBundle extends Outgoing {
  lane: 'records';
  /** the sequence of its last record */
  to: number;
}

export interface LedgerOutgoingOptions {
  records: PouchDB.Database;
  /** read before; moved on and saved here */
  mark: PushMark;
  /** records that went ahead of the others */
  isAhead: (n: number) => boolean;
}

/** The ledger's tail, bundle by bundle, in order. */
export class LedgerOutgoing {
  #reached: number;

  constructor(readonly options: LedgerOutgoingOptions) {
    this.#reached = options.mark.confirmed;
  }

  /** The sequence up to which all records were handed out, now or before. */
  get reached(): number {
    return this.#reached;
  }

  async waits(): Promise<boolean> {
    return Number((await this.options.records.info()).update_seq) > this.#reached;
  }

  /** The next bundle; null where the ledger ends. */
  async next(): Promise<LedgerBundle | null> {
    const { records, mark, isAhead } = this.options;
    const since = this.#reached;
    const { underWay } = mark;
    const begun = underWay?.from === since + 1;
    // The same run of records makes the same bytes, so what the gateway holds of them counts.
    const limit = begun ? underWay.to - since : RECORDS;
    const { results } = await records.changes<LedgerRecord>({ since, limit, include_docs: true });
    const last = results.at(-1);
    if (!last) return null;
    const to = Number(last.seq);
    this.#reached = to;
    const documents = results.flatMap(({ doc }) => (doc && !isAhead(doc.n) ? [doc] : []));
    const bytes = await encodeBundle(documents);
    if (!begun && bytes.length >= WORTH_RESUMING) {
      mark.underWay ??= { from: since + 1, to };
      await writePushMark(records, mark);
    }
    return { id: bundleId(bytes), bytes, begun, lane: 'records', to };
  }

  /** CouchDB has answered for each of its records; the mark is not saved yet. */
  confirm({ to }: LedgerBundle): void {
    const { mark } = this.options;
    mark.confirmed = Math.max(mark.confirmed, to);
    delete mark.underWay;
    const ahead = mark.ahead?.filter((n) => n > mark.confirmed) ?? [];
    if (ahead.length > 0) mark.ahead = ahead;
    else delete mark.ahead;
  }
}
