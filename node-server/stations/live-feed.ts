import { PassThrough } from 'node:stream';
import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import type { Facility } from '../facility.js';
import { onePerFacility } from '../one-per-facility.js';

/** Screens at one centre, with room to spare; more than this is no waiting room. */
const MOST_LISTENERS = 200;
/** Routers forget a silent connection after a minute or so. */
const HEARTBEAT_MS = 15_000;
/** Many slips in one moment are one change. */
const GATHER_MS = 250;

/** The one feed of a facility. */
export const liveFeed = onePerFacility((facility) => new LiveFeed(facility));

/**
 * Tells browsers by server-sent events that the queue has changed, or what has reached the centre; they fetch what they show. So nothing of a
 * patient travels here, and a browser that missed events after a lost connection needs only fetch once.
 */
class LiveFeed {
  readonly #listeners = new Set<PassThrough>();
  #heartbeat: NodeJS.Timeout | null = null;
  #gathering: NodeJS.Timeout | null = null;
  #changes = 0;

  constructor(facility: Facility) {
    facility.onWritten((records) => {
      if (records.some(({ type }) => type === 'move' || type === 'visit')) this.tellChange();
    });
  }

  /** What pages show has changed. */
  tellChange(): void {
    if (this.#listeners.size === 0 || this.#gathering) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = null;
      this.#changes += 1;
      this.#send(`id: ${this.#changes}\nevent: changed\ndata: ${this.#changes}\n\n`);
    }, GATHER_MS);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Answers a browser's EventSource; 503 when too many listen, and the page then asks now and then. */
  open(request: Request, h: ResponseToolkit): ResponseObject {
    if (this.#listeners.size >= MOST_LISTENERS)
      return h.response('too many screens').code(503).type('text/plain');
    const stream = new PassThrough();
    this.#add(stream, request);
    stream.write('retry: 3000\nevent: hello\ndata: 1\n\n');
    return (
      h
        .response(stream)
        .type('text/event-stream')
        // gzip would keep small events back until its block is full
        .header('content-encoding', 'identity')
        .header('x-accel-buffering', 'no')
    );
  }

  #add(stream: PassThrough, request: Request): void {
    this.#listeners.add(stream);
    this.#heartbeat ??= setInterval(() => {
      this.#send(': still here\n\n');
    }, HEARTBEAT_MS).unref();
    const { events } = request.server;
    const end = (): void => {
      stream.end();
      this.#remove(stream);
      events.removeListener('closing', end);
    };
    events.on('closing', end);
    request.raw.req.once('close', end);
    stream.once('error', end);
  }

  #remove(stream: PassThrough): void {
    this.#listeners.delete(stream);
    if (this.#listeners.size > 0 || !this.#heartbeat) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = null;
  }

  #send(text: string): void {
    for (const stream of this.#listeners) {
      // A browser that has stopped reading: it comes back by itself.
      if (stream.writableLength > 65_536) {
        this.#remove(stream);
        stream.destroy();
      } else stream.write(text);
    }
  }
}
