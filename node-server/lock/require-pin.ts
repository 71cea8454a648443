import type { Lifecycle, Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../../records/facility-error.js';
import { isApi } from '../../templates/web/failure.js';
import { frameOf } from '../frame-context.js';
import { translator } from '../language.js';
import { whoIs } from '../session.js';
import { tryPassword } from '../try-password.js';
import { readUnsaved } from '../../templates/web/unsaved.js';

/**
 * Asks for the PIN before a route that declares `plugins: { nadi: { pin: true } }` does its work. Only of people who
 * have set one, and only where the box's settings want it; `pin: 'always'` asks everybody, of who has none the
 * password. A form may bring a field of its own; the page in between carries the whole form.
 */
export async function requirePin(request: Request, h: ResponseToolkit): Promise<Lifecycle.ReturnValue> {
  const wanted = request.route.settings.plugins?.nadi?.pin;
  const { lan } = frameOf(request).options;
  const staff = whoIs(request);
  const always = wanted === 'always';
  if (!wanted || !staff || !lan?.pins || (lan.pinToAct === false && !always)) return h.continue;
  const payload = (request.payload ?? {}) as Record<string, unknown>;
  const { pin, password } = payload;
  delete payload['pin'];
  delete payload['password'];
  // The language switch, or one who goes back to the form: nothing will be done.
  if ('again' in request.query) return h.continue;
  if (typeof wanted === 'function' && !wanted(payload)) return h.continue;
  const hasPin = await lan.pins.has(staff.id);
  if (!hasPin && !always) return h.continue;
  if (isApi(request) && typeof pin !== 'string') throw new FacilityError('not-allowed', 'A PIN is needed.');

  const t = translator(request);
  if (typeof password === 'string' && password !== '') {
    const outcome = await tryPassword(request, staff.id, password.slice(0, 200));
    if ('staff' in outcome) {
      await lan.pins.forgive(staff.id);
      return h.continue;
    }
    const problem =
      'wait' in outcome ? t('login.limited', { seconds: outcome.wait }) : t('lock.wrongPassword');
    return ask(request, h, { problem, needsPassword: true }).code(401);
  }
  if (!hasPin) return ask(request, h, { needsPassword: true });
  if (typeof pin !== 'string' || pin === '') return ask(request, h, {});
  const outcome = await lan.pins.try(staff.id, pin.trim().slice(0, 20));
  if (outcome.right) return h.continue;
  const { left } = outcome;
  if (left === 0) return ask(request, h, { problem: t('lock.spent'), needsPassword: true }).code(401);
  return ask(request, h, { problem: t('lock.wrongPin', { left }) }).code(401);
}

function ask(
  request: Request,
  h: ResponseToolkit,
  view: { problem?: string; needsPassword?: boolean },
): ResponseObject {
  const unsaved = readUnsaved(request) ?? { target: request.path, fields: [] };
  const back = `${unsaved.target}${unsaved.target.includes('?') ? '&' : '?'}again=1`;
  const lead = view.needsPassword ? 'lock.confirmPassword' : 'lock.confirmLead';
  return h.view('confirm-pin', { ...view, lead, unsaved, goBack: back }).takeover();
}
