import { setTimeout as pause } from 'node:timers/promises';
import type { LimitFunction } from 'p-limit';
import type { BoxId } from '../../records/ids.js';
import { BundleError } from '../../sync/bundle/bundle-error.js';
import { decodeBundle, type BundledRecord } from '../../sync/bundle.js';
import type { EnrolRefusal } from '../../sync/enrolment/messages.js';
import { frame, framedWithHead, FrameError, FrameReader, readFrame } from '../../sync/exchange/frames.js';
import type { Frame } from '../../sync/exchange/frames.js';
import type {
  BundleHead,
  Confirmed,
  End,
  Failed,
  Hello,
  NewsCursors,
  NewsHead,
  Reached,
} from '../../sync/exchange/messages.js';
import { ExchangeHeard } from './exchange-heard.js';
import { checkpointIds } from '../../sync/exchange/checkpoint.js';
import { heldMessage } from '../../sync/exchange/held-message.js';
import { decodePaper } from '../../sync/exchange/paper-bundle.js';
import { readReached } from '../../sync/exchange/read-reached.js';
import { newsTag } from '../../sync/exchange/news-tag.js';
import type { Heard } from '../monitor/contact.js';
import type { BoxCouch } from './box-couch.js';
import type { BoxMemory } from './box-memory.js';
import { writeCheckpoints } from './centre-checkpoints.js';
import { GatewayError } from './gateway-error.js';
import type { Spool, SpooledBundle } from './spool.js';
import type { NewsFeed } from './news-feed.js';

/** Between two acknowledgements of bytes: often enough to see a dead line soon, seldom enough to cost little. */
const HELD_EVERY_MS = 300;
/** So often the box hears that the gateway still works, in milliseconds. */
const ALIVE_EVERY_MS = 2_500;
/** Bundles that wait for CouchDB; more are left in the sender's hands. */
const BUNDLES_AHEAD = 2;

/** The answer as it is written; `write` resolves when there is room for more. */
export interface Answer {
  write(bytes: Uint8Array): Promise<void>;
}

export interface SessionParts {
  box: BoxId;
  couch: BoxCouch;
  spool: Spool;
  memory: BoxMemory;
  news: NewsFeed;
  answer: Answer;
  /** the box's exchange before this one, whose connection is gone: it ends first */
  before: Promise<unknown>;
  /** of all boxes' bundles, so many are opened and written at a time */
  storing: LimitFunction;
  /** records that CouchDB took, bytes that came */
  onTrouble: (error: unknown) => void;
  onTaken?: (records: number, bytes: number) => void;
  onRefused?: (refused: Confirmed['refused']) => void;
  /** why CouchDB refuses this box, where its access was ended */
  endedAccess?: (error: GatewayError) => Promise<EnrolRefusal | null>;
  /** what the box tells of itself; absent: nobody keeps it, and it is not asked to */
  onHeard?: (heard: Heard) => void;
}

/** One exchange with one box: takes its bundles, has CouchDB confirm them, tells it what is new for it. */
export class ExchangeSession {
  readonly #reader = new FrameReader();
  #hello: Hello | null = null;
  #reached: Reached = {};
  #bundle: SpooledBundle | null = null;
  /** bundles that were begun in this exchange */
  #ordinal = 0;
  #told = 0;
  #writing = Promise.resolve();
  #ahead = 0;
  #failure: unknown = null;
  /** bundles that hold a paper */
  readonly #papers = new Set<string>();
  readonly #heard: ExchangeHeard | null;

  constructor(readonly parts: SessionParts) {
    this.#heard = parts.onHeard ? new ExchangeHeard(parts.onHeard) : null;
  }

  /**
   * @param body the box's frames, to the end of its request
   * @returns the failure that the box was told
   */
  async run(body: AsyncIterable<Uint8Array>): Promise<Failed | undefined> {
    const alive = this.#keepAlive();
    try {
      await this.parts.before;
      for await (const chunk of body) for (const next of this.#reader.take(chunk)) await this.#take(next);
      // In the middle of a bundle it may end: the box's budget for today is spent.
      if (this.#hello === null || this.#reader.pending > 0)
        throw new GatewayError('bad-request', 'The request ends in the middle.');
      await this.#writing;
      this.#throwFailure();
      await this.#tellNews(this.#hello);
      return undefined;
    } catch (error) {
      const failure = asGatewayError(error);
      const ended = await this.parts.endedAccess?.(failure);
      const failed: Failed = { ...failure.toMessage(), ...(ended ? { ended } : {}) };
      if (failed.code === 'trouble') this.parts.onTrouble(this.#failure ?? error);
      await this.#say(frame('failed', failed));
      return failed;
    } finally {
      alive.abort();
      await this.#bundle?.flush().catch(() => undefined);
      await this.#writing.catch(() => undefined);
      await this.#bundle?.close();
    }
  }

  async #take({ kind, bytes }: Frame): Promise<void> {
    this.#throwFailure();
    if (kind === 'hello') {
      this.#hello = readFrame<Hello>(bytes);
      if (this.#hello.v !== 1) throw new GatewayError('newer', 'The gateway is older than this box.');
      this.#heard?.hello(this.#hello);
    } else if (kind === 'bundle') await this.#begin(readFrame<BundleHead>(bytes));
    else if (kind === 'data') await this.#takeData(bytes);
    else if (kind === 'reached') this.#reached = readReached(bytes);
    else throw new GatewayError('bad-request', `A box does not say "${kind}".`);
  }

  async #begin({ id, size, from, paper }: BundleHead): Promise<void> {
    if (this.#bundle) throw new GatewayError('bad-request', 'The bundle before is not whole.');
    if (this.#hello === null) throw new GatewayError('bad-request', 'The box has not said hello.');
    const { box, spool, memory } = this.parts;
    this.#ordinal += 1;
    // Who sends it from the start wants it written: the centre may have lost what it once confirmed.
    const known = from === undefined ? memory.confirmed(box, id) : undefined;
    if (known) {
      await this.#say(frame('confirmed', known));
      return;
    }
    this.#bundle = await spool.open(box, id, size);
    if (paper) this.#papers.add(id);
    this.#told = this.#bundle.held;
    if (from === undefined) await this.#tellHeld(this.#bundle);
    else this.#bundle.startAt(from);
    await this.#finishIfWhole(this.#bundle);
  }

  async #takeData(bytes: Uint8Array): Promise<void> {
    // What follows a bundle that was confirmed meanwhile, or one that the box goes on with elsewhere.
    if (!this.#bundle) throw new GatewayError('bad-request', 'These bytes belong to no bundle.');
    this.#bundle.take(bytes);
    await this.#finishIfWhole(this.#bundle);
  }

  async #finishIfWhole(bundle: SpooledBundle): Promise<void> {
    if (bundle.got < bundle.size) return;
    this.#bundle = null;
    while (this.#ahead >= BUNDLES_AHEAD) await this.#writing;
    this.#ahead += 1;
    this.#writing = this.#writing.then(async () => {
      try {
        if (this.#failure === null) await this.parts.storing(() => this.#store(bundle));
      } catch (error) {
        this.#failure ??= error;
      } finally {
        this.#ahead -= 1;
        await bundle.close();
      }
    });
  }

  async #store(bundle: SpooledBundle): Promise<void> {
    const { box, couch, memory, onTaken, onRefused } = this.parts;
    const bytes = await bundle.read();
    const isPaper = this.#papers.has(bundle.id);
    let content: { paper: object } | { records: BundledRecord[] };
    try {
      content = isPaper ? { paper: decodePaper(bytes) } : { records: decodeBundle(bytes) };
    } catch (error) {
      await bundle.drop();
      throw error;
    }
    const refused =
      'paper' in content ? await couch.writePaper(content.paper) : await couch.write(content.records);
    const confirmed: Confirmed = { id: bundle.id, refused };
    memory.keepConfirmed(box, confirmed);
    await bundle.drop();
    onTaken?.('paper' in content ? 1 : content.records.length, bytes.length);
    if (refused.length > 0) onRefused?.(refused);
    this.#heard?.wrote('paper' in content ? [] : content.records, refused);
    await this.#say(frame('confirmed', confirmed));
  }

  async #tellNews(hello: Hello): Promise<void> {
    const { box, couch, memory, news } = this.parts;
    const known = hello.cursors ?? memory.cursors(box, hello.tag ?? '');
    const cursors: NewsCursors = { ...known };
    const moved: NewsCursors = {};
    const told = known ? await this.#learnCheckpoints(hello) : {};
    if (known) {
      const ids = memory.checkpointIds(box);
      for (const database of ['inbox', 'shared'] as const) {
        for await (const chunk of news.since(couch, database, cursors[database], ids?.[database])) {
          if (chunk.to !== cursors[database]) moved[database] = chunk.to;
          cursors[database] = chunk.to;
          if (chunk.count === 0) continue;
          delete moved[database];
          const head: NewsHead = { database, to: chunk.to };
          await this.#say(framedWithHead('news', head, chunk.bytes));
        }
      }
      memory.keepCursors(box, cursors);
    }
    const holds = await couch.sum();
    const copies = await couch.copies();
    this.#heard?.holds(holds);
    const end: End = {
      tag: newsTag(cursors),
      ...(known ? { ...told, ...(await this.#writeCheckpoints(cursors)) } : { known: false }),
      ...(Object.keys(moved).length === 0 ? {} : { cursors: moved }),
      ...(this.#heard && hello.cursors ? { health: true } : {}),
      ...(holds ? { holds } : {}),
      ...(copies > 1 ? { copies } : {}),
    };
    await this.#say(frame('end', end));
  }

  /** The names of the box's checkpoints, where it says its databases' ids; what the box needs to know for that. */
  async #learnCheckpoints({ ids }: Hello): Promise<Pick<End, 'uuid'>> {
    if (!ids) return {};
    const { box, couch, memory } = this.parts;
    const uuid = await couch.uuid();
    memory.keepCheckpointIds(box, checkpointIds(box, ids, uuid));
    return { uuid };
  }

  /** Writes the centre's half of PouchDB's checkpoints; what the box needs to know for its own half. */
  async #writeCheckpoints(cursors: NewsCursors): Promise<Pick<End, 'behind'>> {
    const { box, couch, memory } = this.parts;
    const ids = memory.checkpointIds(box);
    // In the middle of a bundle not everything has come.
    if (!ids || this.#bundle) return {};
    const moved = memory.withoutCheckpoint(box, cursors);
    const behind = await writeCheckpoints(couch, ids, this.#reached, moved);
    memory.keepCheckpoints(box, cursors);
    if (Object.keys(behind).length === 0) return {};
    memory.forgetConfirmed(box);
    return { behind };
  }

  /** Says in time what lies on disk, and that the gateway is there. */
  #keepAlive(): AbortController {
    const ended = new AbortController();
    void (async () => {
      for (let silent = 0; !ended.signal.aborted; silent += HELD_EVERY_MS) {
        await pause(HELD_EVERY_MS, undefined, { signal: ended.signal }).catch(() => undefined);
        if (ended.signal.aborted) return;
        const bundle = this.#bundle;
        if (bundle && bundle.got > this.#told) {
          await bundle.flush();
          if (this.#bundle === bundle) await this.#tellHeld(bundle);
          silent = 0;
        } else if (silent >= ALIVE_EVERY_MS) {
          await this.#say(frame('alive'));
          silent = 0;
        }
      }
    })().catch((error: unknown) => (this.#failure ??= error));
    return ended;
  }

  async #tellHeld(bundle: SpooledBundle): Promise<void> {
    this.#told = bundle.held;
    await this.#say(frame('held', heldMessage(this.#ordinal, bundle.held)));
  }

  #say(bytes: Uint8Array): Promise<void> {
    return this.parts.answer.write(bytes);
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw asGatewayError(this.#failure);
  }
}

function asGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  if (error instanceof BundleError) {
    const code = error.kind === 'large' ? 'too-large' : error.kind;
    return new GatewayError(code, error.message);
  }
  if (error instanceof FrameError) return new GatewayError('bad-request', error.message);
  return new GatewayError('trouble', 'The gateway has trouble of its own.', { retryAfter: 15 });
}
