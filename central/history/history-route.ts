import type { Plugin, Request, ResponseToolkit, Server } from '@hapi/hapi';
import { BOX_PATTERN, parsePatientId, patientOf, type BoxId, type PatientId } from '../../records/ids.js';
import { dayOf } from '../../records/day.js';
import { historyGrounds } from '../../records/history/history-grounds.js';
import { isOwnLook } from '../../records/history/is-own-look.js';
import { readRecord } from '../../records/record-schemas.js';
import { BundleError } from '../../sync/bundle/bundle-error.js';
import { decodeBundle, encodeBundle, type BundledRecord } from '../../sync/bundle.js';
import { FrameError, FrameReader, frame, readFrameWithHead } from '../../sync/exchange/frames.js';
import { joinBytes, plainBytes } from '../../sync/exchange/plain-bytes.js';
import {
  MOST_ASKED_BYTES,
  type HistoryHead,
  type HistoryHello,
  type HistoryRefusal,
  type OwnerNews,
} from '../../sync/history/messages.js';
import { couchOf, type CouchAccount } from '../couch-of.js';
import type { Enrolments } from '../enrol/enrolments.js';
import { BoxCouch } from '../gateway/box-couch.js';
import { GatewayError } from '../gateway/gateway-error.js';
import { readCredentials, refuse, turnAway } from '../gateway/turn-away.js';
import { applyCopies } from '../router/apply-copies.js';
import { RouterCouch } from '../router/router-couch.js';
import { fetchMarkCopy } from './fetch-mark.js';
import { findOwner } from './find-owner.js';
import { gatherHistory, idsOf } from './gather-history.js';
import { HistoryCouch } from './history-couch.js';

export interface HistoryRouteOptions {
  couchUrl: string;
  /** the gateway's own user, of the role `centre`; null: this gateway gives no histories */
  account: CouchAccount | null;
  enrolments?: Pick<Enrolments, 'revoked'> | null;
  /** UTC */
  now: () => string;
  log: (entry: { box: BoxId; history: string; records: number; bytes: number; ms: number }) => void;
}

/** Of the largest, what 11 takes a second for, 9 does in a third of it; somebody waits. */
const QUALITY = 9;
/** Histories at once; each may hold some megabytes while it is made. */
const MOST = 16;

/**
 * `POST /history/{box}`: what other facilities hold of a patient, to a box that shows its own record of the look. That
 * record stands at the centre before the history leaves it, so that no look can be kept from the patient. By the same
 * rule, whose a number is: name, sex, age and village, and no more.
 */
export const historyRoute: Plugin<HistoryRouteOptions> = {
  name: 'history',
  register: (server: Server, { couchUrl, account, enrolments, now, log }: HistoryRouteOptions) => {
    const centre = account && {
      read: new HistoryCouch(couchUrl, account),
      write: new RouterCouch(couchOf(couchUrl, account)),
    };
    let under = 0;

    async function history(request: Request, h: ResponseToolkit): Promise<object> {
      const { box } = request.params as { box: BoxId };
      const credentials = readCredentials(request.raw.req.headers.authorization ?? '');
      if (!credentials) return refuse(h, 401, 'unauthorized');
      if (!centre || !BOX_PATTERN.test(box)) return refuse(h, 404, 'not-found');
      // A box that is about to ask opens its connection beforehand.
      if ((request.payload as Buffer).length === 0) return octets(h, frame('end'));
      if (under >= MOST) return refuse(h, 503, 'busy', 5);
      under += 1;
      const began = performance.now();
      const entry = { box, history: 'given', records: 0, bytes: 0 };
      try {
        const couch = new BoxCouch(couchUrl, box, credentials);
        await couch.check();
        const answer = await answerTo(couch, centre, request.payload as Buffer, now());
        if ('owner' in answer) {
          Object.assign(entry, { history: 'owner', records: answer.owner === null ? 0 : 1 });
          return octets(h, joinBytes([frame('news', answer), frame('end')]));
        }
        if ('code' in answer) {
          entry.history = answer.code;
          return octets(h, frame('failed', answer));
        }
        const { head, bundle, count } = answer;
        Object.assign(entry, { records: count, bytes: bundle.length });
        return octets(h, joinBytes([frame('bundle', head), frame('data', bundle), frame('end')]));
      } catch (error) {
        entry.history = error instanceof GatewayError ? error.code : 'trouble';
        if (error instanceof GatewayError)
          return await turnAway(h, error, box, credentials, enrolments ?? undefined);
        // nano's errors hold the request's headers; they go no further.
        return octets(h, frame('failed', { code: 'centre-down' } satisfies HistoryRefusal));
      } finally {
        under -= 1;
        log({ ...entry, ms: Math.round(performance.now() - began) });
      }
    }

    server.route({
      method: 'POST',
      path: '/history/{box}',
      options: { payload: { parse: false, maxBytes: MOST_ASKED_BYTES } },
      handler: history,
    });
  },
};

interface Given {
  head: HistoryHead;
  bundle: Uint8Array;
  count: number;
}

async function answerTo(
  couch: BoxCouch,
  centre: { read: HistoryCouch; write: RouterCouch },
  payload: Buffer,
  now: string,
): Promise<Given | OwnerNews | HistoryRefusal> {
  const asked = readAsk(payload);
  if (!asked) return { code: 'bad-request' };
  const { patient, only, records } = asked;
  const look = records.find((record) => record.type === 'access');
  const consent = records.find((record) => record.type === 'consent');
  if (only === 'owner') {
    const isLook = look && !consent && isOwnLook({ box: couch.box, patient, look }, now);
    if (!isLook) return { code: 'no-grounds' };
    if ((await couch.write(records)).length > 0) return { code: 'not-recorded' };
    return { v: 1, owner: await findOwner(centre.read, { box: couch.box, patient, today: dayOf(now) }) };
  }
  // Given under another id, it counts while the two are one.
  const isOther = consent !== undefined && patientOf(consent._id) !== patient;
  const ids = isOther ? await idsOf(centre.read, patient) : [patient];
  const grounds =
    look && historyGrounds({ box: couch.box, patient, ids, look, ...(consent ? { consent } : {}) }, now);
  if (!grounds) return { code: 'no-grounds' };
  if ((await couch.write(records)).length > 0) return { code: 'not-recorded' };
  const { box } = couch;
  const note = (patients: PatientId[], from: BoxId[]): Promise<unknown> =>
    applyCopies(
      centre.write,
      patients.flatMap((one) => fetchMarkCopy({ patient: one, box, at: now, from })),
    );
  const gathered = await gatherHistory(centre.read, { box, patient, grounds, note });
  if ('code' in gathered) return gathered;
  const bundle = await encodeBundle(gathered.records, { quality: QUALITY });
  return {
    head: { ...gathered.head, size: bundle.length },
    bundle,
    count: gathered.records.length,
  };
}

/** Null where it is none: a look, perhaps a consent, and nothing else. */
function readAsk(
  payload: Buffer,
): { patient: string; only: HistoryHello['only']; records: BundledRecord[] } | null {
  try {
    const [hello, ...others] = new FrameReader().take(plainBytes(payload));
    if (hello?.kind !== 'hello' || others.length > 0) return null;
    const { head, rest } = readFrameWithHead<Partial<HistoryHello>>(hello.bytes);
    const records = decodeBundle(rest);
    for (const { _rev, ...record } of records) readRecord(record);
    const fits = records.every(({ type }) => type === 'access' || type === 'consent');
    if (!fits || records.length > 2 || typeof head.patient !== 'string') return null;
    return parsePatientId(head.patient) ? { patient: head.patient, only: head.only, records } : null;
  } catch (error) {
    if (error instanceof FrameError || error instanceof BundleError) return null;
    if ((error as { code?: unknown }).code === 'bad-input') return null;
    throw error;
  }
}

function octets(h: ResponseToolkit, bytes: Uint8Array): object {
  return h.response(Buffer.from(bytes)).type('application/octet-stream');
}
