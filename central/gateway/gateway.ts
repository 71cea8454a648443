import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin, Request, ResponseToolkit, Server } from '@hapi/hapi';
import Joi from 'joi';
import pLimit from 'p-limit';
import { BOX_PATTERN, type BoxId } from '../../records/ids.js';
import { gatherWrites } from '../../sync/exchange/gather-writes.js';
import type { Enrolments } from '../enrol/enrolments.js';
import { BoxCouch } from './box-couch.js';
import { BoxMemory } from './box-memory.js';
import { ExchangeSession, type Answer } from './exchange-session.js';
import { GatewayError } from './gateway-error.js';
import type { HeardBoxes } from './heard-boxes.js';
import { NewsFeed } from './news-feed.js';
import { Spool } from './spool.js';
import { endedAccess, readCredentials, refuse, turnAway } from './turn-away.js';

export interface GatewayOptions {
  /** CouchDB's address, without credentials: each box brings its own */
  couchUrl: string;
  /** for bundles that are not whole yet */
  spoolFolder: string;
  /** exchanges at once; more are told to come again */
  most?: number;
  /** bundles that CouchDB is given at once: they wait here in their compressed form, so memory does not grow with boxes */
  writes?: number;
  /** tells a box whose access was ended why; without it, it hears only that it has none */
  enrolments?: Pick<Enrolments, 'revoked'>;
  /** keeps how the boxes are; without it, they are not asked */
  heard?: Pick<HeardBoxes, 'note'>;
  log?: (entry: GatewayEntry) => void;
}

/** One exchange, as it ended. */
export interface GatewayEntry {
  box: BoxId;
  records: number;
  bytes: number;
  ms: number;
  /** of the failure, and what the box was told */
  code?: string;
  why?: string;
  /** records that were not taken, and why the first of them; ids name no person */
  refused?: { records: number; first: string; reason: string };
  /** the box opened another connection, as after a break; many of these: two boxes with one name */
  superseded?: true;
  /** what went wrong in the gateway itself; no patient's data */
  trouble?: string;
}

/** What only a gateway with an account of its own has. */
type GivenOrNot = Pick<GatewayOptions, 'enrolments' | 'heard'>;

const OPTIONS = Joi.object<Required<Omit<GatewayOptions, keyof GivenOrNot>> & GivenOrNot>({
  couchUrl: Joi.string()
    .uri({ scheme: ['http', 'https'] })
    .required(),
  spoolFolder: Joi.string().required(),
  most: Joi.number().integer().positive().default(64),
  writes: Joi.number().integer().positive().default(8),
  enrolments: Joi.object(),
  heard: Joi.object(),
  log: Joi.function().default(() => () => undefined),
});

/** How long CouchDB's word on a box's password is believed, in milliseconds. */
const CHECKED_MS = 60_000;
/** A confirmation waits so long, in milliseconds, for what CouchDB holds now: mostly both travel in one packet. */
const GATHER_MS = 40;
/** A box that has sent nothing for so long has gone, in milliseconds. */
const SILENT_MS = 60_000;

/**
 * Takes the bundles of the boxes and tells them what is new, one POST at a time:
 * `POST /exchange/{box}` with the box's own CouchDB user; see sync/exchange/frames.ts. Before the first frame it
 * answers 401 or 403 (CouchDB's word), 404 (no such database), or 503 with `Retry-After` (too much to do, or CouchDB
 * is down). Stores nothing but unfinished bundles.
 */
export const gateway: Plugin<GatewayOptions> = {
  name: 'gateway',
  register: (server: Server, given: GatewayOptions) => {
    const { couchUrl, spoolFolder, most, writes, enrolments, heard, log } = Joi.attempt(
      given,
      OPTIONS,
      'gateway',
    );
    const spool = new Spool(spoolFolder);
    const memory = new BoxMemory();
    const news = new NewsFeed(() => performance.now());
    const storing = pLimit(writes);
    const checked = new Map<string, { until: number; copies: number }>();
    let under = 0;
    /** by box: how to end its exchange, and when it has ended */
    const running = new Map<BoxId, { end: () => void; ended: Promise<void> }>();

    async function check(couch: BoxCouch, key: string): Promise<void> {
      const known = checked.get(key);
      if (known && known.until > performance.now()) return couch.knowCopies(known.copies);
      checked.delete(key);
      const copies = await couch.check();
      if (checked.size > 10_000) checked.clear();
      checked.set(key, { until: performance.now() + CHECKED_MS, copies });
    }

    async function exchange(request: Request, h: ResponseToolkit): Promise<symbol | object> {
      const { box } = request.params as { box: BoxId };
      const { authorization = '' } = request.raw.req.headers;
      const credentials = readCredentials(authorization);
      if (!credentials) return refuse(h, 401, 'unauthorized');
      if (!BOX_PATTERN.test(box)) return refuse(h, 404, 'not-found');
      if (under >= most) return refuse(h, 503, 'busy', 5 + Math.floor(Math.random() * 20));
      under += 1;
      const began = performance.now();
      const counted = { records: 0, bytes: 0 };
      const outcome: Pick<GatewayEntry, 'code' | 'why' | 'refused' | 'superseded' | 'trouble'> = {};
      let ended = (): void => undefined;
      try {
        const couch = new BoxCouch(couchUrl, box, { ...credentials, from: request.info.remoteAddress });
        const key = createHash('sha256').update(`${box}\n${authorization}`).digest('base64');
        await check(couch, key);
        const { req, res } = request.raw;
        // A box has one connection: where it opens another, it has given the first one up.
        const before = running.get(box);
        before?.end();
        const mine = {
          end: () => {
            outcome.superseded = true;
            req.destroy();
          },
          ended: new Promise<void>((resolve) => (ended = resolve)),
        };
        running.set(box, mine);
        void mine.ended.then(() => {
          if (running.get(box) === mine) running.delete(box);
        });
        // Each byte of a head is paid for by the box's line.
        res.sendDate = false;
        // HTTP/1.1 keeps connections without a word on it.
        res.removeHeader('Connection');
        res.writeHead(200, { 'Content-Type': 'application/octet-stream' });
        const session = new ExchangeSession({
          box,
          couch,
          spool,
          memory,
          news,
          answer: answerTo(res),
          before: before?.ended ?? Promise.resolve(),
          storing,
          endedAccess: (error) => endedAccess(error, box, credentials, enrolments),
          onTrouble: (error) => (outcome.trouble = nameOf(error)),
          // One that took over from it may exchange in its name, and tells nothing of it.
          ...(heard && credentials.user === box ? { onHeard: (told) => heard.note(box, told) } : {}),
          onTaken: (records, bytes) => {
            counted.records += records;
            counted.bytes += bytes;
          },
          onRefused: (refused) => {
            const [first] = refused;
            if (!first) return;
            const records = (outcome.refused?.records ?? 0) + refused.length;
            outcome.refused = { records, first: first.id, reason: first.reason };
          },
        });
        req.setTimeout(SILENT_MS, () => req.destroy());
        const failed = await session.run(req);
        if (failed) Object.assign(outcome, { code: failed.code, why: failed.message });
        // Its access may have ended: CouchDB is asked again before its next exchange.
        if (failed?.code === 'refused' || failed?.ended) checked.delete(key);
        res.end();
        return h.abandon;
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        Object.assign(outcome, { code: error.code, why: error.message });
        return turnAway(h, error, box, credentials, enrolments);
      } finally {
        under -= 1;
        ended();
        const ms = Math.round(performance.now() - began);
        log({ box, ...counted, ms, ...outcome });
      }
    }

    // Node ends a request that takes longer than five minutes; a backlog on a slow line does.
    server.listener.requestTimeout = 0;
    // A box keeps its connection from one exchange to the next.
    server.listener.keepAliveTimeout = 15 * 60_000;
    server.route({
      method: 'POST',
      path: '/exchange/{box}',
      options: {
        payload: { output: 'stream', parse: false, maxBytes: Number.MAX_SAFE_INTEGER, timeout: false },
      },
      handler: exchange,
    });
  },
};

/** Without its words: a parser's quote what it could not read. */
function nameOf(error: unknown): string {
  const { name = 'unknown', code } = (error ?? {}) as { name?: string; code?: unknown };
  return typeof code === 'string' ? `${name} (${code})` : name;
}

function answerTo(res: ServerResponse<IncomingMessage>): Answer {
  const gather = gatherWrites(res, GATHER_MS);
  return {
    write: (bytes) =>
      new Promise((resolve) => {
        gather();
        if (res.destroyed || res.write(bytes)) resolve();
        else {
          const done = (): void => {
            res.off('drain', done).off('close', done);
            resolve();
          };
          res.on('drain', done).on('close', done);
        }
      }),
  };
}
