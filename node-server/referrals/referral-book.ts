import { boxOf, firstBox, type BoxId, type PatientId, type StaffId } from '../../records/ids.js';
import {
  readInboxReferral,
  type InboxReferral,
  type ReferralCancelIn,
  type ReferralIn,
  type ReferralReplyIn,
  type ReferralResultsIn,
  type Undelivered,
} from '../../records/inbox-referral.js';
import type { ReferralFold, SentReferral } from '../../records/referral-fold.js';
import {
  cancelAnswer,
  foldReferral,
  isOver,
  type ReferralAnswer,
  type ReferralProgress,
  type SentState,
} from '../../records/referral-steps.js';
import type { Facility } from '../facility.js';
import { onePerFacility } from '../one-per-facility.js';
import { storeError } from '../store/store-error.js';
import { SeenAnswers } from './seen-answers.js';

/** What the other end said is told as new for so long, whether it was read or not: milliseconds. */
const ANSWER_IS_NEW_MS = 7 * 86_400_000;

/** One that came to this facility. */
export interface ReceivedReferral {
  id: string;
  from: ReferralIn['from'];
  patient: PatientId;
  at: string;
  urgent: boolean;
}

/** That results came after a referral. */
interface ResultsNote {
  record: string;
  from: BoxId;
  at: string;
  critical: boolean;
}

export interface SentProgress extends Omit<ReferralProgress, 'state'> {
  state: SentState;
  /** `undelivered`: why */
  why?: Undelivered;
}

/** The one of a facility. */
export const referralBook = onePerFacility((facility) => new ReferralBook(facility));

/**
 * All referrals of a facility, in and out: its own ledger's (ReferralFold) beside what came into its inbox. `ready`
 * reads what is new there; what is asked after it needs no disk.
 */
export class ReferralBook {
  readonly #received = new Map<string, ReceivedReferral>();
  /** what receivers said of those that were sent from here */
  readonly #told = new Map<string, (ReferralAnswer & { from: BoxId })[]>();
  /** what senders took back of those that came */
  readonly #cancels = new Map<string, ReferralAnswer[]>();
  readonly #undelivered = new Map<string, Undelivered>();
  /** what senders' labs found later, by referral; what was found is read where it is shown */
  readonly #results = new Map<string, ResultsNote[]>();
  /** none is left out that is open: each page asks, and of years of referrals few are */
  #openIn = new Set<string>();
  readonly #endedOut = new Set<string>();
  /** sent ones whose latest answer may not have been read, and those that came and were taken back */
  readonly #answered = new Set<string>();
  readonly #cancelled = new Set<string>();
  readonly #seen: SeenAnswers;
  #folded: ReferralFold | null = null;
  #cameAt: number | null = null;
  #seenTo: string | number | null = null;
  #reading: Promise<void> = Promise.resolve();

  constructor(private readonly facility: Facility) {
    this.#seen = new SeenAnswers(facility);
  }

  /** Throws `store-damaged`, `store-failed`. */
  ready(): Promise<void> {
    return (this.#reading = this.#reading.catch(() => undefined).then(() => this.#read()));
  }

  /** In the order in which they came. */
  received(): ReceivedReferral[] {
    return [...this.#received.values()];
  }

  findReceived(id: string): ReceivedReferral | null {
    return this.#received.get(id) ?? null;
  }

  /** Sent from here or come here. */
  knows(id: string): boolean {
    return this.#received.has(id) || this.facility.referrals.get(id) !== undefined;
  }

  receivedProgress(id: string): ReferralProgress {
    return foldReferral([...this.facility.referrals.answersTo(id), ...(this.#cancels.get(id) ?? [])]);
  }

  sent(): SentReferral[] {
    return [...this.facility.referrals.sent()];
  }

  /** Null where no such referral was sent from here. */
  sentProgress(id: string): SentProgress | null {
    const { referrals } = this.facility;
    const sent = referrals.get(id);
    if (!sent) return null;
    const progress = this.#foldSent(sent);
    if (referrals.isSuperseded(id)) return { ...progress, state: 'superseded', open: false };
    if (sent.to === undefined) return { ...progress, state: 'paper', open: false };
    const why = this.#undelivered.get(id);
    if (why !== undefined && progress.steps.length === 0) {
      return { ...progress, state: 'undelivered', open: true, why };
    }
    return progress;
  }

  /** One that was sent from here was taken back, and the patient did not come all the same. */
  isCancelled(id: string): boolean {
    const sent = this.facility.referrals.get(id);
    return sent !== undefined && this.#foldSent(sent).state === 'cancelled';
  }

  #foldSent({ id, to }: SentReferral): ReferralProgress {
    const told = this.#told.get(id) ?? [];
    // Only whom it was sent to has a word in it, and the sender itself.
    const answers = told.filter(({ from }) => firstBox(from) === to);
    return foldReferral([...answers, ...this.facility.referrals.cancelsOf(id)]);
  }

  /** What the sender wrote; null where it never came. Throws `store-damaged`, `store-failed`. */
  async read(ids: readonly string[]): Promise<Map<string, ReferralIn>> {
    if (ids.length === 0) return new Map();
    try {
      const keys = ids.map((id) => `referral:${id}`);
      const { rows } = await this.facility.databases.inbox.allDocs({ keys, include_docs: true });
      const found = rows.flatMap((row) =>
        'doc' in row && row.doc ? (readInboxReferral(row.doc) ?? []) : [],
      );
      return new Map(
        found.filter((one) => one.type === 'referral-in').map((one) => [one.referral, one] as const),
      );
    } catch (error) {
      throw storeError(error);
    }
  }

  /** What the sender's lab found later, in the order in which it was told. Throws `store-damaged`, `store-failed`. */
  async readResults(id: string): Promise<ReferralResultsIn[]> {
    const notes = this.#resultsOf(id);
    if (notes.length === 0) return [];
    try {
      const keys = notes.map(({ record }) => `referral-results:${record}`);
      const { rows } = await this.facility.databases.inbox.allDocs({ keys, include_docs: true });
      const found = rows.flatMap((row) =>
        'doc' in row && row.doc ? (readInboxReferral(row.doc) ?? []) : [],
      );
      return found.filter((one) => one.type === 'referral-results');
    } catch (error) {
      throw storeError(error);
    }
  }

  /** Results of one that came which nobody here has read yet; null where there are none. */
  newResults(id: string): { records: string[]; critical: boolean; at: string } | null {
    const notes = this.#resultsOf(id);
    const read = notes.findIndex(({ record }) => this.#seen.has(resultsOf(id), record));
    const unread = notes.slice(read + 1).filter(({ at }) => this.#isOfLately(at));
    const latest = unread.at(-1);
    if (!latest) return null;
    const critical = unread.some((one) => one.critical);
    return { records: unread.map(({ record }) => record), critical, at: latest.at };
  }

  /** Those that came and of which results wait to be read. */
  withNewResults(): ReceivedReferral[] {
    return [...this.#results.keys()].flatMap((id) => {
      const received = this.#received.get(id);
      return received && this.newResults(id) ? received : [];
    });
  }

  /** Somebody here reads what came later. */
  async readNewResults(id: string, by: StaffId): Promise<void> {
    const latest = this.#resultsOf(id).at(-1);
    if (latest) await this.#seen.mark(resultsOf(id), latest.record, by);
  }

  /** The earliest first; only the sender has more to tell. */
  #resultsOf(id: string): ResultsNote[] {
    const sender = this.#received.get(id)?.from.code;
    return (this.#results.get(id) ?? [])
      .filter(({ from }) => firstBox(from) === sender)
      .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.record < b.record ? -1 : 1));
  }

  #isOfLately(at: string): boolean {
    return Date.parse(at) > this.facility.now() - ANSWER_IS_NEW_MS;
  }

  /** Of one that was sent from here: no person there has said anything. */
  isUnanswered(id: string): boolean {
    const state = this.sentProgress(id)?.state;
    return state === 'waiting' || state === 'received';
  }

  /** When something about referrals last came, in milliseconds; null: nothing since the start. */
  get cameAt(): number | null {
    return this.#cameAt;
  }

  /** Those that came and to which nobody here has said anything yet. */
  unanswered(): { count: number; urgent: number } {
    const waiting = this.openReceived().filter(({ id }) => isNew(this.receivedProgress(id)));
    return { count: waiting.length, urgent: waiting.filter(({ urgent }) => urgent).length };
  }

  /** Those that were sent from here and answered there in the last days, and whose answer nobody here has read yet. */
  newlyAnswered(): SentReferral[] {
    const since = this.facility.now() - ANSWER_IS_NEW_MS;
    return [...this.#answered].flatMap((id) => {
      const sent = this.facility.referrals.get(id);
      const answer = this.#lastAnswer(id);
      if (sent && answer && Date.parse(answer.at) > since && !this.#seen.has(id, answer.reply)) return sent;
      this.#answered.delete(id);
      return [];
    });
  }

  /** Those that came and were taken back in the last days, and of which nobody here has read that yet. */
  newlyCancelled(): ReceivedReferral[] {
    const since = this.facility.now() - ANSWER_IS_NEW_MS;
    return [...this.#cancelled].flatMap((id) => {
      const cancel = this.#cancels.get(id)?.at(-1);
      if (!cancel || Date.parse(cancel.at) <= since || this.#seen.has(id, cancel.reply)) {
        this.#cancelled.delete(id);
        return [];
      }
      // It may come before the referral itself.
      return this.#received.get(id) ?? [];
    });
  }

  /** Somebody here reads what the receiver said. */
  async readAnswer(id: string, by: StaffId): Promise<void> {
    const answer = this.#answered.has(id) && this.#lastAnswer(id);
    if (answer) await this.#seen.mark(id, answer.reply, by);
  }

  /** Somebody here reads that the sender took it back. */
  async readCancel(id: string, by: StaffId): Promise<void> {
    const cancel = this.#cancelled.has(id) && this.#cancels.get(id)?.at(-1);
    if (cancel) await this.#seen.mark(id, cancel.reply, by);
  }

  /** What a person there said last; that the box has it is no answer. */
  #lastAnswer(id: string): ReferralAnswer | undefined {
    const progress = this.sentProgress(id);
    const last = progress?.steps.findLast(({ status }) => status !== 'received' && status !== 'cancelled');
    // Of one that was sent elsewhere only that the patient came there all the same is news.
    const came = last?.status === 'arrived' || last?.status === 'seen';
    return progress?.state === 'superseded' && !came ? undefined : last;
  }

  /** Those that came and with which somebody here still has something to do. */
  openReceived(): ReceivedReferral[] {
    this.#forgetWhereRefolded();
    return [...this.#openIn].flatMap((id) => {
      const received = this.#received.get(id);
      const progress = this.receivedProgress(id);
      if (received && progress.open) return received;
      if (isOver(progress)) this.#openIn.delete(id);
      return [];
    });
  }

  /** Those that were sent from here and of which more is to be heard, or that reached nobody. */
  openSent(): SentReferral[] {
    this.#forgetWhereRefolded();
    return this.sent().filter(({ id }) => {
      if (this.#endedOut.has(id)) return false;
      const progress = this.sentProgress(id);
      if (progress && isOver(progress)) this.#endedOut.add(id);
      return progress?.open === true;
    });
  }

  /** After a failed write the ledger was folded anew, and an answer may be gone. */
  #forgetWhereRefolded(): void {
    if (this.#folded === this.facility.referrals) return;
    this.#folded = this.facility.referrals;
    this.#openIn = new Set(this.#received.keys());
    this.#endedOut.clear();
  }

  async #read(): Promise<void> {
    const { inbox } = this.facility.databases;
    try {
      await this.#seen.ready();
      const { update_seq: now } = await inbox.info();
      if (now === this.#seenTo) return;
      if (this.#seenTo === null) {
        const range = { startkey: 'referral', endkey: 'referral\uffff', include_docs: true };
        const { rows } = await inbox.allDocs(range);
        for (const { doc } of rows) if (doc) this.#take(doc);
        this.#seenTo = now;
        return;
      }
      const { results, last_seq: to } = await inbox.changes({ since: this.#seenTo, include_docs: true });
      for (const { doc } of results) if (doc) this.#take(doc);
      if (results.some(({ id }) => id.startsWith('referral'))) this.#cameAt = this.facility.now();
      this.#seenTo = to;
    } catch (error) {
      throw storeError(error);
    }
  }

  #take(document: object): void {
    const news: InboxReferral | null = readInboxReferral(document);
    if (news?.type === 'referral-in') {
      const { referral: id, from, patient, at, urgent = false } = news;
      this.#openIn.add(id);
      this.#received.set(id, { id, from, patient, at, urgent });
    } else if (news?.type === 'referral-reply') this.#tell(news);
    else if (news?.type === 'referral-results') this.#note(news);
    else if (news?.type === 'referral-cancel') this.#cancel(news);
    else if (news) this.#undelivered.set(news.referral, news.why);
  }

  #note({ referral, record, from, at, results }: ReferralResultsIn): void {
    const standing = (this.#results.get(referral) ?? []).filter((one) => one.record !== record);
    const critical = results.some(({ flag }) => flag === 'critical');
    this.#results.set(referral, [...standing, { record, from, at, critical }]);
  }

  #tell({ referral, from, reply, status, at, by, signer, feedback }: ReferralReplyIn): void {
    const answer = { from, reply, status, at, by, ...(signer && { signer }), ...(feedback && { feedback }) };
    const standing = this.#told.get(referral) ?? [];
    this.#told.set(referral, [...standing.filter((one) => one.reply !== reply), answer]);
    this.#answered.add(referral);
  }

  #cancel({ cancel, referral, from, ...said }: ReferralCancelIn): void {
    // Nobody but the house that sent it takes it back.
    if (firstBox(boxOf(referral) ?? '') !== firstBox(from)) return;
    const standing = this.#cancels.get(referral) ?? [];
    const others = standing.filter(({ reply }) => reply !== cancel);
    this.#cancels.set(referral, [...others, cancelAnswer(cancel, said)]);
    this.#cancelled.add(referral);
  }
}

/** The box has it, and no person has said anything. */
export function isNew({ state }: Pick<ReferralProgress, 'state'>): boolean {
  return state === 'waiting' || state === 'received';
}

/** Under which it is kept that results were read: apart from what was said of the referral. */
function resultsOf(id: string): string {
  return `${id} results`;
}
