import { dayOf, istTime } from '../../records/day.js';
import { encodeBundle } from '../bundle.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { chooseLane, minutesOf, type Lane, type SyncPolicy } from '../lanes.js';
import { REFUSALS_KEPT, refusesAll } from '../refusals.js';
import { writePushMark, type PushMark } from '../sync-mark.js';
import { bundleId } from './bundle-id.js';
import type { Outgoing } from './exchange-once.js';
import { LedgerOutgoing, type LedgerBundle } from './ledger-outgoing.js';
import type { Confirmed, Reached } from './messages.js';
import type { PaperBundle, PaperOutgoing } from './paper-outgoing.js';
import { readNumbered, type UrgentOutgoing } from './urgent-outgoing.js';

interface UrgentBundle extends Outgoing {
  lane: 'urgent';
  numbers: number[];
}

/** What the centre refused before, offered once more. */
interface RefusedBundle extends Outgoing {
  lane: 'records';
  offered: string[];
}

export type PlannedBundle = UrgentBundle | RefusedBundle | LedgerBundle | PaperBundle;

export interface OutgoingPlanOptions {
  records: PouchDB.Database;
  mark: PushMark;
  urgent: UrgentOutgoing;
  papers: PaperOutgoing;
  /** whether refused records are offered once more: the centre may have been put right */
  offerRefused: boolean;
  /** asked before each bundle: an operator may change it meanwhile */
  policy: () => SyncPolicy;
  /** bytes that went through the line since it was opened */
  lineBytes: () => number;
  /** milliseconds since the epoch */
  now: () => number;
  /** the centre has answered for records */
  onProgress: () => void;
}

/** What one exchange sends, lane by lane, within the day's budget. */
export class OutgoingPlan {
  readonly #ledger: LedgerOutgoing;
  #counted: number;
  /** bytes of the bundles that were handed out, sent or not */
  #promised = 0;
  readonly #before: number;
  /** ids of refused records that are to be offered */
  #toOffer: string[];
  /** what was held back by budget, quiet time or "urgent only" */
  heldBack: Lane | null = null;

  constructor(readonly options: OutgoingPlanOptions) {
    const { urgent, lineBytes, mark, offerRefused } = options;
    this.#toOffer = offerRefused ? mark.refused.map(({ id }) => id).slice(0, OFFERED) : [];
    const isAhead = (n: number): boolean => urgent.isOnTheWay(n) || (mark.ahead?.includes(n) ?? false);
    this.#ledger = new LedgerOutgoing({ ...options, isAhead });
    this.#counted = lineBytes();
    this.#before = this.#spend();
  }

  async next(): Promise<PlannedBundle | null> {
    const { urgent, papers, policy, now } = this.options;
    await urgent.look();
    const waiting = {
      urgent: urgent.waits,
      records: this.#toOffer.length > 0 || (await this.#ledger.waits()),
      papers: await papers.waits(),
    };
    const spent = Math.max(this.#spend(), this.#before + this.#promised);
    const lane = chooseLane({ waiting, spent, minute: minutesOf(istTime(now())) }, policy());
    this.heldBack = lane === null ? (LANES.find((one) => waiting[one]) ?? null) : null;
    if (lane === null) return null;
    const bundle =
      lane === 'urgent'
        ? await this.#urgentBundle()
        : lane === 'records'
          ? ((await this.#refusedBundle()) ?? (await this.#ledger.next()))
          : await papers.next();
    // What does not fit into today's budget goes on tomorrow, at the byte.
    if (bundle && lane !== 'urgent') bundle.most = (policy().bytesPerDay ?? Infinity) - spent;
    this.#promised += Math.min(bundle?.bytes.length ?? 0, bundle?.most ?? Infinity);
    return bundle;
  }

  async confirm(bundle: PlannedBundle, { refused }: Confirmed): Promise<void> {
    const { papers, mark, now, onProgress } = this.options;
    if (bundle.lane === 'papers') await papers.confirm(bundle);
    else {
      const at = new Date(now()).toISOString();
      const answered = new Set([
        ...refused.map(({ id }) => id),
        ...('offered' in bundle ? bundle.offered : []),
      ]);
      const others = mark.refused.filter(({ id }) => !answered.has(id));
      const all = [...others, ...refused.map((one) => ({ ...one, at }))];
      if (all.length > REFUSALS_KEPT) throw refusesAll(all, mark.centre);
      mark.refused = all;
      if (bundle.lane === 'urgent') mark.ahead = [...new Set([...(mark.ahead ?? []), ...bundle.numbers])];
      else if (!('offered' in bundle)) this.#ledger.confirm(bundle);
    }
    await this.save();
    if (bundle.lane !== 'papers') onProgress();
  }

  /** What the centre has, once it has all that was handed out. */
  get reached(): Reached {
    const { mark, papers } = this.options;
    return { records: [mark.checkpoint ?? 0, this.#ledger.reached], papers: papers.reached };
  }

  /** Keeps the mark, with what the line has cost today. */
  async save(): Promise<void> {
    this.#spend();
    await writePushMark(this.options.records, this.options.mark);
  }

  async #urgentBundle(): Promise<UrgentBundle> {
    const { records, urgent } = this.options;
    const numbers = urgent.next();
    const documents = await readNumbered(records, numbers);
    urgent.sent(numbers);
    const bytes = await encodeBundle(documents);
    return { id: bundleId(bytes), bytes, begun: false, lane: 'urgent', numbers };
  }

  async #refusedBundle(): Promise<RefusedBundle | null> {
    const offered = this.#toOffer;
    this.#toOffer = [];
    if (offered.length === 0) return null;
    const { rows } = await this.options.records.allDocs<LedgerRecord>({ keys: offered, include_docs: true });
    const documents = rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
    const bytes = await encodeBundle(documents.sort((a, b) => a.n - b.n));
    return { id: bundleId(bytes), bytes, begun: false, lane: 'records', offered };
  }

  /** The bytes of today, the last ones counted in. */
  #spend(): number {
    const { mark, lineBytes, now } = this.options;
    const day = dayOf(now());
    const fresh = lineBytes() - this.#counted;
    this.#counted += fresh;
    const before = mark.spent?.day === day ? mark.spent.bytes : 0;
    mark.spent = { day, bytes: before + fresh };
    return mark.spent.bytes;
  }
}

/** Refused records that are offered at once. */
const OFFERED = 100;

const LANES: readonly Lane[] = ['urgent', 'records', 'papers'];
