import { FacilityError } from '../../records/facility-error.js';
import { frame, readFrame, readFrameWithHead, type Frame } from './frames.js';
import type { Lane } from '../lanes.js';
import type { Conversation } from './gateway-line.js';
import { readHeld } from './held-message.js';
import { refusalError } from '../enrolment/refusal-error.js';
import type { BundleHead, Confirmed, End, Failed, Hello, NewsHead, Reached } from './messages.js';
import type { SyncWhy } from '../sync-state.js';
import { SendWindow } from './send-window.js';

/** Bytes that are handed to the connection at once. */
const PIECE = 2 * 1024;

/** The smallest piece that is worth a frame. */
const LEAST = 512;

/** One bundle on its way to the gateway. */
export interface Outgoing {
  id: string;
  bytes: Uint8Array;
  /** some of its bytes may lie at the gateway already: it is asked first */
  begun: boolean;
  /** no more of its bytes may travel now; the rest goes on another time */
  most?: number;
  lane?: Lane;
}

export interface ExchangeWork {
  /** asked for each connection anew */
  hello: () => Hello;
  /** The next bundle, or null: nothing waits that may go now. Asked for one ahead. */
  next: () => Promise<Outgoing | null>;
  /** Asked behind the last bundle; null: nothing that the gateway has not been told. */
  reached?: () => Reached | null;
  onConfirmed: (bundle: Outgoing, confirmed: Confirmed) => Promise<void>;
  /** Keeps documents that came down; the gateway moves on only with the box's next hello. */
  onNews: (head: NewsHead, documents: Uint8Array) => Promise<void>;
  /** bytes of all bundles that the gateway holds now, and bytes per second lately (0 while unknown) */
  onProgress?: (moved: { bytes: number; speed: number }) => void;
  /** milliseconds, monotonic */
  now: () => number;
}

interface Sent {
  bundle: Outgoing;
  /** where in this exchange's stream of bytes its first byte stands */
  base: number;
  /** its first byte that was sent here; null until the gateway has said what it holds */
  start: number | null;
  confirmed: boolean;
}

/**
 * One exchange over one connection. Throws `centre-unreachable` (with `retryAfter` in seconds where the gateway said
 * it) or `centre-refused`; what was confirmed until then stands.
 */
export async function exchangeOnce(
  conversation: Conversation,
  work: ExchangeWork,
  window: SendWindow = new SendWindow(),
): Promise<End> {
  return new Exchange(conversation, work, window).run();
}

class Exchange {
  readonly #sent: Sent[] = [];
  #base = 0;
  #end: End | null = null;
  /** whoever waits for the gateway's next word */
  #wake: () => void = () => undefined;
  #stopped = false;
  /** the gateway has acknowledged something: the line is not so slow that its word takes seconds */
  #spoken = false;

  constructor(
    readonly conversation: Conversation,
    readonly work: ExchangeWork,
    readonly window: SendWindow,
  ) {}

  async run(): Promise<End> {
    const sending = this.#send().catch((error: unknown) => {
      this.conversation.abort(error as Error);
      throw error;
    });
    // Where both fail, the other one's reason is the better one.
    sending.catch(() => undefined);
    try {
      for await (const next of this.conversation.frames()) await this.#hear(next);
    } catch (error) {
      this.conversation.abort(error as Error);
      throw error;
    } finally {
      this.#stopped = true;
      this.#wake();
    }
    await sending;
    if (!this.#end) {
      throw new FacilityError('centre-unreachable', 'The answer of the centre was cut off', {
        params: { why: 'cut-off' },
      });
    }
    return this.#end;
  }

  async #send(): Promise<void> {
    let head: Uint8Array[] = [frame('hello', this.work.hello())];
    let upcoming = this.work.next();
    for (let bundle = await upcoming; bundle && !this.#stopped; bundle = await upcoming) {
      upcoming = this.work.next();
      // Awaited when this one is on its way.
      upcoming.catch(() => undefined);
      await this.#sendBundle(bundle, head);
      head = [];
    }
    const reached = this.#stopped ? null : (this.work.reached?.() ?? null);
    if (reached) head.push(frame('reached', reached));
    if (head.length > 0) this.conversation.write(...head);
    this.conversation.end();
  }

  async #sendBundle(bundle: Outgoing, before: Uint8Array[]): Promise<void> {
    const { id, bytes } = bundle;
    const sent: Sent = { bundle, base: this.#base, start: bundle.begun ? null : 0, confirmed: false };
    this.#sent.push(sent);
    const announced: BundleHead = {
      id,
      size: bytes.length,
      ...(bundle.begun ? {} : { from: 0 }),
      ...(bundle.lane === 'papers' ? { paper: true } : {}),
    };
    let head = [...before, frame('bundle', announced)];
    if (bundle.begun) {
      this.conversation.write(...head);
      head = [];
      await this.#until(() => sent.start !== null || sent.confirmed);
    }
    bundle.begun = true;
    const start = sent.start ?? bytes.length;
    const end = Math.min(bytes.length, start + (bundle.most ?? Infinity));
    for (let at = start; at < end && !sent.confirmed;) {
      // A frame of a few bytes costs more than it carries.
      const least = Math.min(LEAST, end - at);
      await this.#until(() => this.window.room >= least || sent.confirmed);
      if (this.#stopped || sent.confirmed) return;
      const piece = bytes.subarray(at, Math.min(end, at + PIECE, at + this.window.room));
      this.conversation.write(...head, frame('data', piece));
      head = [];
      this.window.sent(piece.length, this.work.now());
      this.#base += piece.length;
      at += piece.length;
      this.conversation.awaits(this.#spoken && at < end);
    }
  }

  async #hear({ kind, bytes }: Frame): Promise<void> {
    if (kind === 'held') this.#hearHeld(bytes);
    else if (kind === 'confirmed') await this.#hearConfirmed(readFrame<Confirmed>(bytes));
    else if (kind === 'news') {
      const { head, rest } = readFrameWithHead<NewsHead>(bytes);
      await this.conversation.busy(() => this.work.onNews(head, rest));
    } else if (kind === 'failed') throw failure(readFrame<Failed>(bytes));
    else if (kind === 'end') this.#end = readFrame<End>(bytes);
    this.#wake();
  }

  #hearHeld(message: Uint8Array): void {
    const { ordinal, bytes } = readHeld(message);
    const sent = this.#sent[ordinal - 1];
    if (!sent) return;
    sent.start ??= Math.min(bytes, sent.bundle.bytes.length);
    this.#reach(sent.base + Math.max(0, bytes - sent.start));
  }

  async #hearConfirmed(confirmed: Confirmed): Promise<void> {
    const sent = this.#sent.find((one) => one.bundle.id === confirmed.id && !one.confirmed);
    if (!sent) return;
    sent.confirmed = true;
    this.#reach(sent.base + sent.bundle.bytes.length - (sent.start ?? sent.bundle.bytes.length));
    await this.conversation.busy(() => this.work.onConfirmed(sent.bundle, confirmed));
  }

  /** @param bytes of this exchange's stream that the gateway has */
  #reach(bytes: number): void {
    this.window.held(bytes, this.work.now());
    this.#spoken = true;
    this.work.onProgress?.({ bytes, speed: this.window.speed });
  }

  async #until(met: () => boolean): Promise<void> {
    while (!met() && !this.#stopped) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** The key of the words for it, see `SyncWhy`. */
function whyFailed(code: Failed['code'], status: number | undefined): SyncWhy {
  if (code === 'refused' && status === 404) return 'unknown-box';
  if (code === 'refused' && (status === 401 || status === 403)) return 'account';
  if (code === 'busy' || code === 'newer' || code === 'too-large' || code === 'damaged') return code;
  return 'trouble';
}

function failure({ code, message, retryAfter, status, ended }: Failed): FacilityError {
  const revoked = ended && refusalError(ended);
  if (revoked) return revoked;
  const params = {
    gateway: code,
    why: whyFailed(code, status),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(status === undefined ? {} : { status }),
  };
  if (code === 'refused') {
    return new FacilityError('centre-refused', message, {
      hint: 'hints.prepareAgain',
      params,
    });
  }
  return new FacilityError('centre-unreachable', message, {
    hint: 'hints.triesByItself',
    params,
  });
}
