import type { StaffId } from '../../records/ids.js';
import type { Facility } from '../facility.js';

const DOCUMENT = 'referral-answers-seen';
/** The latest are enough: an old answer is not told as new, whether it was read or not. */
const KEPT = 1_000;

/** Which answers to referrals of this facility somebody here has read. Kept on this box; no record of a patient's care. */
export class SeenAnswers {
  /** the latest answer that was read, by referral */
  #seen: Map<string, string> | null = null;
  /** one write at a time: of two versions of a local document in one batch, either may stand */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly facility: Facility) {}

  async ready(): Promise<void> {
    if (this.#seen) return;
    const document = await this.facility.readLocal(DOCUMENT);
    this.#seen ??= new Map(Object.entries((document?.['seen'] ?? {}) as Record<string, string>));
  }

  has(referral: string, reply: string): boolean {
    return this.#seen?.get(referral) === reply;
  }

  async mark(referral: string, reply: string, by: StaffId): Promise<void> {
    await this.ready();
    if (!this.#seen || this.has(referral, reply)) return;
    this.#seen.delete(referral);
    this.#seen.set(referral, reply);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > KEPT && oldest !== undefined) this.#seen.delete(oldest);
    const seen = Object.fromEntries(this.#seen);
    const write = (): Promise<void> =>
      this.facility.append({ by }, (draft) => {
        draft.keepLocal(DOCUMENT, { seen });
      });
    await (this.#writing = this.#writing.then(write, write));
  }
}
