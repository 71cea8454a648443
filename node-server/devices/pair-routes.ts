import type { Request, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import type { FieldError } from '../../records/facility-error.js';
import { textField } from '../form-fields.js';
import { emptyForm, readForm, showForm } from '../forms.js';
import { frameOf } from '../frame-context.js';
import { redirectWithNotice } from '../notice.js';
import { openToUnpaired } from '../session.js';
import { giveSecret } from './device-gate.js';

const PAGE = 'pair';
const schema = Joi.object<{ code: string }>({ code: textField(40).required() });

/** The one page of a device that the box does not know. */
export const pairRoutes: ServerRoute[] = [
  {
    method: 'GET',
    path: '/pair',
    options: openToUnpaired(),
    handler: (request, h) =>
      request.app.unpaired ? h.view(PAGE, { ...pageOf(request), form: emptyForm() }) : h.redirect('/'),
  },
  {
    method: 'POST',
    path: '/pair',
    options: openToUnpaired(),
    async handler(request, h) {
      const devices = frameOf(request).options.lan?.devices;
      if (!devices || !request.app.unpaired) return h.redirect('/');
      const reading = readForm(request, schema);
      if (!reading.ok) return showForm(h, PAGE, reading.form, pageOf(request));
      const answer = await devices.pair(reading.values.code, request.info.remoteAddress);
      if ('paired' in answer) {
        giveSecret(request, h, answer.paired);
        return redirectWithNotice(request, h, '/', 'pair.done', { name: answer.name });
      }
      const params = answer.outcome === 'wait' ? { params: { seconds: answer.seconds } } : {};
      const wrong: FieldError = { field: 'code', code: `pair.${answer.outcome}`, ...params };
      const page = showForm(h, PAGE, reading.form, pageOf(request), [wrong]);
      if (answer.outcome !== 'wait') return page.code(403);
      return page.code(429).header('retry-after', String(answer.seconds));
    },
  },
];

function pageOf(request: Request): object {
  return { copied: request.app.unpaired === 'copied', tls: frameOf(request).options.lan?.tls !== undefined };
}
