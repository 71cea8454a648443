import type { Lifecycle, Request, ResponseToolkit, Server } from '@hapi/hapi';
import { FacilityError } from '../../records/facility-error.js';
import { sealingKeys } from '../../templates/web/sealing-keys.js';
import { cookie } from '../cookie.js';
import { isApi } from '../../templates/web/failure.js';
import { frameOf } from '../frame-context.js';
import { cookieName, readCookie } from '../session.js';
import type { HeldSecret } from './device-book.js';

/** Longer than this no browser keeps a cookie; each rotation begins anew. */
const KEEP_MS = 400 * 86_400_000;

/** Lets none but paired devices see anything; comes before the log-in is even looked at. */
export function registerDeviceGate(server: Server): void {
  const { options, facility } = server.app.frame;
  if (!options.lan?.devices) return;
  server.state(cookieName(facility.box, 'device', server), {
    ...cookie(server, KEEP_MS),
    encoding: 'iron',
    password: sealingKeys(options.sessionKey),
    ignoreErrors: true,
  });
  server.ext('onPreAuth', atTheGate);
}

export function giveSecret(request: Request, h: ResponseToolkit, secret: HeldSecret): void {
  h.state(cookieName(frameOf(request).facility.box, 'device', request.server), secret);
}

async function atTheGate(request: Request, h: ResponseToolkit): Promise<Lifecycle.ReturnValue> {
  const { lan } = frameOf(request).options;
  const { facility } = frameOf(request);
  if (!lan?.devices) return h.continue;
  const held = readCookie(request, cookieName(facility.box, 'device', request.server));
  const answer = await lan.devices.check(held);
  if (answer.known) {
    request.app.device = answer.device;
    if (answer.next) giveSecret(request, h, answer.next);
    return h.continue;
  }
  if (lan.exemptLoopback && isLoopback(request.info.remoteAddress)) return h.continue;
  request.app.unpaired = answer.why;
  if (request.route.settings.plugins?.nadi?.unpaired) return h.continue;
  return refuse(request, h);
}

function refuse(request: Request, h: ResponseToolkit): Lifecycle.ReturnValue {
  const { method, headers } = request;
  const page = method === 'get' && !isApi(request) && headers.accept !== 'text/event-stream';
  if (page) return h.redirect('/pair').takeover();
  throw new FacilityError('not-paired', 'This device is not paired with the box.');
}

function isLoopback(address: string): boolean {
  return /^(::ffff:)?127\./.test(address) || address === '::1';
}
