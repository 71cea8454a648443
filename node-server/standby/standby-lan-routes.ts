import type { Request, ResponseObject, ResponseToolkit, RouteOptions, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { ERROR_TABLE } from '../../records/error-table.js';
import { FacilityError } from '../../records/facility-error.js';
import { BOX_PATTERN, lineageOf, type BoxId } from '../../records/ids.js';
import { encodeBundle } from '../../sync/bundle.js';
import { toldFailure } from '../../templates/web/answer-job.js';
import { readBlocks } from '../backup/read-blocks.js';
import type { Facility } from '../facility.js';
import type { LogEntry } from '../frame-context.js';
import { tellReplacement } from '../restore/watch-replacement.js';
import { openToUnpaired } from '../session.js';
import { readKeptPart } from './read-kept-part.js';
import {
  RECORDS_HEADER,
  STANDBY_PATH,
  type MainState,
  type PairRequest,
  type ReplacedRequest,
} from './standby-api.js';
import type { StandbyBook } from './standby-book.js';
import { standbyRefused } from './standby-refused.js';

/** Of brotli's 11: on a LAN time counts, not bytes. */
const QUALITY = 3;
/** A question waits so long for a record; a server that stops waits for it. */
const HOLD_MS = 1_000;

export interface StandbyRouteParts {
  folder: string;
  facility: Facility;
  book: StandbyBook;
  log: (entry: LogEntry) => void;
}

const pairing = Joi.object<PairRequest>({
  code: Joi.string().max(40).required(),
  name: Joi.string().trim().min(1).max(80).required(),
});
const tail = Joi.object<{ after: number; rev?: string }>({
  after: Joi.number().integer().min(0).required(),
  rev: Joi.string().max(80),
});
const replacing = Joi.object<ReplacedRequest>({ by: Joi.string().pattern(BOX_PATTERN).required() });

/** What the main box answers to its spare one on the LAN: no cookie, no device's pairing, a credential of its own. */
export function standbyLanRoutes(parts: StandbyRouteParts): ServerRoute[] {
  const { facility, book, folder } = parts;
  const state = (): MainState => {
    const { box, recordCount: records, replacedBy } = facility;
    return { box, records, replacedBy };
  };
  return [
    route('POST', 'pair', (request) => book.pair(read(request.payload, pairing), request.info.remoteAddress)),
    route('GET', 'state', (request) => {
      book.check(request.headers['authorization']);
      return state();
    }),
    route('GET', 'records', async (request, h) => {
      const standby = book.check(request.headers['authorization']);
      const { after, rev } = read(request.query, tail);
      await refuseOtherLedger(facility, after, rev);
      book.heard(standby, after);
      if (facility.recordCount === after) await untilWritten(facility);
      const upTo = facility.recordCount;
      const block = await readBlocks(() => facility.databases.records, after, upTo).next();
      const answer = block.done
        ? h.response().code(204)
        : h
            .response(Buffer.from(await encodeBundle(block.value, { quality: QUALITY })))
            .type('application/octet-stream');
      return answer.header(RECORDS_HEADER, String(upTo));
    }),
    route('GET', 'kept', async (request, h) => {
      book.check(request.headers['authorization']);
      return h.response(await readKeptPart(folder, facility)).header('cache-control', 'no-store');
    }),
    route('POST', 'replaced', async (request) => {
      const standby = book.check(request.headers['authorization']);
      const { by } = read(request.payload, replacing);
      await retire(parts, by, standby);
      return state();
    }),
  ];
}

/** The question waits for the answer, so that the spare box lacks some milliseconds' records at most. */
function untilWritten(facility: Facility): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      unlisten();
      resolve();
    };
    const timer = setTimeout(end, HOLD_MS);
    const unlisten = facility.onWritten(end);
  });
}

/** What the spare box has must be the beginning of this ledger. Throws `standby-refused`. */
async function refuseOtherLedger(facility: Facility, after: number, rev: string | undefined): Promise<void> {
  if (after > facility.recordCount) throw standbyRefused('differs');
  if (after === 0 || rev === undefined) return;
  const { results } = await facility.databases.records.changes({ since: after - 1, limit: 1 });
  if (results[0]?.changes[0]?.rev !== rev) throw standbyRefused('differs');
}

/** The spare box has taken over: this one writes nothing more, also after its next start. */
async function retire({ facility, log }: StandbyRouteParts, by: BoxId, standby: string): Promise<void> {
  if (facility.replacedBy === by) return;
  if (by === facility.box || !lineageOf(by).includes(facility.box)) {
    throw new FacilityError('bad-input', `${by} cannot take over from ${facility.box}.`, {
      fields: [{ field: 'by', code: 'wrongBox' }],
    });
  }
  await tellReplacement(facility, by);
  log({ level: 'warn', message: `the spare box ${standby} has taken over as ${by}`, code: 'box-replaced' });
}

type Answer = object | ResponseObject;

function route(
  method: 'GET' | 'POST',
  name: string,
  answer: (request: Request, h: ResponseToolkit) => Answer | Promise<Answer>,
): ServerRoute {
  const { plugins } = openToUnpaired();
  const options: RouteOptions = {
    auth: false,
    plugins: {
      nadi: { ...plugins?.nadi, quiet: true, exempt: 'for the spare box, which shows nobody anything' },
      crumb: false,
    },
    state: { parse: false },
    ...(method === 'POST' ? { payload: { maxBytes: 4096, allow: 'application/json' } } : {}),
  };
  return {
    method,
    path: `${STANDBY_PATH}/${name}`,
    options,
    async handler(request, h) {
      try {
        return await answer(request, h);
      } catch (error) {
        // The spare box needs to know which refusal it was: the pages' answers hold a person's words only.
        if (!(error instanceof FacilityError)) throw error;
        return h.response(toldFailure(error)).code(ERROR_TABLE[error.code].http);
      }
    },
  };
}

function read<T>(given: unknown, schema: Joi.ObjectSchema<T>): T {
  const found = schema.validate(given ?? {});
  if (!found.error) return found.value;
  const field = String(found.error.details[0]?.path[0] ?? '');
  throw new FacilityError('bad-input', found.error.message, { fields: [{ field, code: 'notValid' }] });
}
