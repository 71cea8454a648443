import type { Request, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { FacilityError, type FieldError } from '../../records/facility-error.js';
import { showsNobody } from '../access/look.js';
import { textField } from '../form-fields.js';
import { emptyForm, readForm, showForm } from '../forms.js';
import { frameOf } from '../frame-context.js';
import { redirectWithNotice } from '../notice.js';
import { staffOf } from '../session.js';
import { tryPassword } from '../try-password.js';
import type { PinBook } from './pin-book.js';
import { wrongPin } from './weak-pin.js';

interface NewPin {
  password: string;
  newPin: string;
  againPin: string;
}

const schema = Joi.object<NewPin>({
  password: Joi.string().max(200).required(),
  newPin: textField(20).required(),
  againPin: textField(20).required(),
});

/** One's own PIN: set and changed with the password. */
export const pinRoutes: ServerRoute[] = [
  {
    method: 'GET',
    path: '/pin',
    options: showsNobody("one's own PIN"),
    handler: async (request, h) => h.view('pin', { ...(await pageOf(request)), form: emptyForm() }),
  },
  {
    method: 'POST',
    path: '/pin',
    options: showsNobody("one's own PIN"),
    async handler(request, h) {
      const { id } = staffOf(request);
      const reading = readForm(request, schema);
      const page = await pageOf(request);
      if (!reading.ok) return showForm(h, 'pin', reading.form, page);
      const error = await wrongField(request, id, reading.values);
      if (error) return showForm(h, 'pin', reading.form, page, [error]);
      await pinsOf(request).set(id, reading.values.newPin);
      return redirectWithNotice(request, h, '/', 'pin.saved');
    },
  },
];

async function wrongField(request: Request, staff: string, typed: NewPin): Promise<FieldError | null> {
  const wrong = wrongPin(typed.newPin);
  if (wrong) return { field: 'newPin', ...wrong };
  if (typed.newPin !== typed.againPin) return { field: 'againPin', code: 'pin.differs' };
  const outcome = await tryPassword(request, staff, typed.password);
  if ('wait' in outcome) return { field: 'password', code: 'pair.wait', params: { seconds: outcome.wait } };
  return 'wrong' in outcome ? { field: 'password', code: 'pin.password' } : null;
}

async function pageOf(request: Request): Promise<object> {
  return { hasPin: await pinsOf(request).has(staffOf(request).id) };
}

function pinsOf(request: Request): PinBook {
  const pins = frameOf(request).options.lan?.pins;
  if (!pins) throw new FacilityError('not-found', 'This box keeps no PINs.');
  return pins;
}
