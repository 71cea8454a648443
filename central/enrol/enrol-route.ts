import type { Plugin, Request, ResponseToolkit, Server } from '@hapi/hapi';
import Joi from 'joi';
import { BOX_PATTERN } from '../../records/ids.js';
import { ADDRESS_LIMIT, NAME_LIMIT, TryLimit } from '../../records/try-limit.js';
import type { EnrolRefusal, EnrolRequest } from '../../sync/enrolment/messages.js';
import type { Enrolments } from './enrolments.js';

const STATUS: Record<EnrolRefusal['error'], number> = {
  'code-wrong': 403,
  'code-used': 409,
  'code-expired': 410,
  'too-many-tries': 429,
  'box-revoked': 403,
  'not-offered': 404,
};

const REQUEST = Joi.object<EnrolRequest>({
  box: Joi.string().pattern(BOX_PATTERN).required(),
  proof: Joi.string().max(64).required(),
  device: Joi.string().max(64).required(),
});

export interface EnrolRouteOptions {
  /** null: this gateway has no user of its own */
  enrolments: Enrolments | null;
  log: (entry: { box: string; enrol: string }) => void;
}

/** `POST /enrol`: a one-time code against the box's access. Wrong ones are slowed down by box and by address. */
export const enrolRoute: Plugin<EnrolRouteOptions> = {
  name: 'enrol',
  register: (server: Server, { enrolments, log }: EnrolRouteOptions) => {
    const boxes = new TryLimit(NAME_LIMIT);
    const addresses = new TryLimit(ADDRESS_LIMIT);

    async function enrol(request: Request, h: ResponseToolkit): Promise<object> {
      if (!enrolments) return refuse(h, { error: 'not-offered' });
      const { value, error } = REQUEST.validate(request.payload) as { value: EnrolRequest; error?: Error };
      if (error) return h.response({ error: 'bad-request' }).code(400);
      const where = request.info.remoteAddress;
      // By box and address: who guesses elsewhere keeps no box from its own code.
      const [key, now] = [`${where} ${value.box}`, performance.now()];
      const wait = Math.max(boxes.begin(key, now), addresses.begin(where, now));
      if (wait > 0) return refuse(h, { error: 'too-many-tries', wait });
      try {
        const answer = await enrolments.redeem(value);
        const refused = 'error' in answer;
        if (!refused || answer.error !== 'code-wrong') {
          boxes.right(key);
          addresses.right(where);
        }
        log({ box: value.box, enrol: refused ? answer.error : 'done' });
        return refused ? refuse(h, answer) : h.response(answer);
      } catch {
        // nano's errors hold the request's headers; they go no further.
        log({ box: value.box, enrol: 'centre-down' });
        return h.response({ error: 'centre-down' }).code(503).header('Retry-After', '15');
      }
    }

    server.route({
      method: 'POST',
      path: '/enrol',
      options: { payload: { parse: true, allow: 'application/json', maxBytes: 1_024 } },
      handler: enrol,
    });
  },
};

function refuse(h: ResponseToolkit, refusal: EnrolRefusal): object {
  const response = h.response(refusal).code(STATUS[refusal.error]);
  return refusal.wait === undefined ? response : response.header('Retry-After', String(refusal.wait));
}
