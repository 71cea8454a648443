import type { LedgerRecord } from '../../records/ledger-record.js';
import { encodeBundle } from '../bundle.js';
import { writePushMark, type PushMark } from '../sync-mark.js';
import { plainBytes } from './plain-bytes.js';
import { bundleId } from './bundle-id.js';
import type { Outgoing } from './exchange-once.js';
import type { Confirmed } from './messages.js';

/** Records in one bundle: a day of a health centre, some 30 kB. */
const RECORDS = 1_000;
/** A bundle of fewer bytes is on its way in one round trip: where it got to is not worth a write to the disk. */
const WORTH_RESUMING = 8 * 1024;

export interface LedgerBundle extends Outgoing {
  /** the sequence of its first record, and of its last */
  from: number;
  to: number;
}

export interface LedgerOutgoingOptions {
  records: PouchDB.Database;
  /** read before; moved on and saved here */
  mark: PushMark;
  now: () => number;
  /** the mark has moved */
  onProgress: () => void;
}

/** The ledger's tail, bundle by bundle, in order. */
export class LedgerOutgoing {
  #reached: number;

  constructor(readonly options: LedgerOutgoingOptions) {
    this.#reached = options.mark.confirmed;
  }

  /** The next bundle; null where the ledger ends. */
  async next(): Promise<LedgerBundle | null> {
    const { records, mark } = this.options;
    const since = this.#reached;
    const { underWay } = mark;
    const begun = underWay?.from === since + 1;
    // The same run of records makes the same bytes, so what the gateway holds of them counts.
    const limit = begun ? underWay.to - since : RECORDS;
    const { results } = await records.changes<LedgerRecord>({ since, limit, include_docs: true });
    const last = results.at(-1);
    if (!last) return null;
    const documents = results.flatMap(({ doc }) => (doc ? [doc] : []));
    const bytes = plainBytes(encodeBundle(documents));
    const to = Number(last.seq);
    this.#reached = to;
    if (!begun && bytes.length >= WORTH_RESUMING) {
      mark.underWay ??= { from: since + 1, to };
      await writePushMark(records, mark);
    }
    return { id: bundleId(bytes), bytes, begun, from: since + 1, to };
  }

  /** CouchDB has answered for each of its records. */
  async confirm(bundle: LedgerBundle, { refused }: Confirmed): Promise<void> {
    const { records, mark, now, onProgress } = this.options;
    const at = new Date(now()).toISOString();
    mark.confirmed = Math.max(mark.confirmed, bundle.to);
    delete mark.underWay;
    const others = mark.refused.filter(({ id }) => !refused.some((one) => one.id === id));
    mark.refused = [...others, ...refused.map((one) => ({ ...one, at }))];
    await writePushMark(records, mark);
    onProgress();
  }
}
