import type { BoxId, PatientId, VisitId } from './ids.js';
import type { LedgerRecord, RecordOf } from './ledger-record.js';
import { cancelAnswer, type ReferralAnswer } from './referral-steps.js';

/** What lists and counts need of a referral that was sent from here; all else is read where it is shown. */
export interface SentReferral {
  id: string;
  patient: PatientId;
  at: string;
  /** absent: on paper only */
  to?: BoxId;
  urgent?: true;
}

interface Snapshot {
  format: 3;
  sent: SentReferral[];
  superseded: string[];
  answers: [string, ReferralAnswer[]][];
  cancels: [string, ReferralAnswer[]][];
}

/** The referrals that this box sent and took back, and what it said of those that came to it: a fold over its own ledger. */
export class ReferralFold {
  readonly #sent = new Map<string, SentReferral>();
  readonly #superseded = new Set<string>();
  readonly #answers = new Map<string, ReferralAnswer[]>();
  readonly #cancels = new Map<string, ReferralAnswer[]>();
  readonly #byVisit = new Map<VisitId, string>();

  static restore(json: unknown): ReferralFold {
    const snapshot = json as Snapshot | undefined;
    if (snapshot?.format !== 3) throw new TypeError('not a snapshot of referrals');
    const fold = new ReferralFold();
    for (const sent of snapshot.sent) fold.#sent.set(sent.id, sent);
    for (const id of snapshot.superseded) fold.#superseded.add(id);
    for (const [referral, answers] of snapshot.answers) {
      for (const answer of answers) fold.#answer(referral, answer);
    }
    for (const [referral, cancels] of snapshot.cancels) fold.#cancels.set(referral, cancels);
    return fold;
  }

  snapshot(): unknown {
    const snapshot: Snapshot = {
      format: 3,
      sent: [...this.#sent.values()],
      superseded: [...this.#superseded],
      answers: [...this.#answers],
      cancels: [...this.#cancels],
    };
    return snapshot;
  }

  apply(record: LedgerRecord): void {
    if (record.type === 'referral') this.#send(record);
    if (record.type === 'referral-cancel') this.#cancel(record);
    if (record.type === 'referral-reply') this.#answer(record.referral, answerOf(record));
  }

  /** Of this facility; the latest last. */
  sent(): Iterable<SentReferral> {
    return this.#sent.values();
  }

  get(id: string): SentReferral | undefined {
    return this.#sent.get(id);
  }

  /** Another one stands in its place. */
  isSuperseded(id: string): boolean {
    return this.#superseded.has(id);
  }

  /** That one was taken back here; two boxes of a facility may both have said so. */
  cancelsOf(id: string): readonly ReferralAnswer[] {
    return this.#cancels.get(id) ?? [];
  }

  /** What was said here of one that came. */
  answersTo(referral: string): readonly ReferralAnswer[] {
    return this.#answers.get(referral) ?? [];
  }

  /** Each referral that something was said of here, with what. */
  answered(): Iterable<[referral: string, answers: readonly ReferralAnswer[]]> {
    return this.#answers.entries();
  }

  /** The referral with which the patient of a visit came. */
  broughtBy(visit: VisitId): string | undefined {
    return this.#byVisit.get(visit);
  }

  #send({ _id, patient, at, to, urgent, supersedes }: RecordOf<'referral'>): void {
    this.#sent.set(_id, { id: _id, patient, at, ...(to && { to }), ...(urgent && { urgent }) });
    if (supersedes !== undefined) this.#superseded.add(supersedes);
  }

  #cancel(record: RecordOf<'referral-cancel'>): void {
    const { referral, _id: reply } = record;
    this.#cancels.set(referral, [...this.cancelsOf(referral), cancelAnswer(reply, record)]);
  }

  #answer(referral: string, answer: ReferralAnswer): void {
    const standing = this.#answers.get(referral);
    if (standing) standing.push(answer);
    else this.#answers.set(referral, [answer]);
    if (answer.visit !== undefined) this.#byVisit.set(answer.visit, referral);
  }
}

function answerOf(record: RecordOf<'referral-reply'>): ReferralAnswer {
  const { _id, status, at, by, signer, feedback, visit } = record;
  return {
    ...{ reply: _id, status, at, by },
    ...(signer && { signer }),
    ...(feedback !== undefined && { feedback }),
    ...(visit !== undefined && { visit }),
  };
}
