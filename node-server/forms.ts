import { createHash, randomBytes } from 'node:crypto';
import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import type { ObjectSchema, ValidationErrorItem } from 'joi';
import { FacilityError } from '../records/facility-error.js';
import type { FieldError } from '../records/facility-error.js';
import { frameOf } from './frame-context.js';
import { rowsFromNames } from './rows-from-names.js';
import { staffOf } from './session.js';

/** A form as a page shows it: what stands in the fields, what is wrong with them, and its key (see Once). */
export interface FormView {
  values: Record<string, string | string[]>;
  errors: FieldError[];
  once: string;
}

/**
 * A form that was sent. Where `ok` is false the route shows its page again with `form`: something is wrong, or
 * the person only switched the language (then `errors` is empty and `sound` null). `sound` holds the fields that are
 * right by themselves, so that the route can judge them too and a person hears of everything at once.
 */
export type FormReading<T> =
  { ok: true; values: T; form: FormView } | { ok: false; form: FormView; sound: Partial<T> | null };

/** The frame's own inputs. */
const FRAME_FIELDS = new Set(['once', 'crumb', 'switch-language']);

export function emptyForm(values: FormView['values'] = {}): FormView {
  return { values, errors: [], once: randomBytes(9).toString('base64url') };
}

/** Reads a form by its schema. Names with dots (`line.0.drug`) become rows. Fields that the schema lacks are errors. */
export function readForm<T>(request: Request, schema: ObjectSchema<T>): FormReading<T> {
  const typed = typedValues(request.payload);
  const once = String(typed['once'] ?? '') || emptyForm().once;
  for (const name of FRAME_FIELDS) delete typed[name];
  if ('again' in request.query) return { ok: false, form: { values: typed, errors: [], once }, sound: null };
  const { value, sound, errors } = checkFields(rowsFromNames(typed), schema);
  if (value === undefined) return { ok: false, form: { values: typed, errors, once }, sound };
  return { ok: true, values: value, form: { values: typed, errors: [], once } };
}

/** Reads what an address asks for. A field that is wrong is told and left out; what was typed stands in `form`. */
export function readQuery<T extends object>(
  request: Request,
  schema: ObjectSchema<T>,
): { values: Partial<T>; form: FormView } {
  const typed = typedValues(request.query);
  const { errors } = checkFields(typed, schema);
  const wrong = new Set(errors.map(({ field }) => field));
  const sound = Object.fromEntries(Object.entries(typed).filter(([name]) => !wrong.has(name)));
  return { values: checkFields(sound, schema).value ?? {}, form: { values: typed, errors, once: '' } };
}

/** Reads the body of an API call; throws `bad-input` that names the wrong fields. */
export function readBody<T>(request: Request, schema: ObjectSchema<T>): T {
  const { value, errors } = checkFields(request.payload ?? {}, schema);
  if (value === undefined) throw new FacilityError('bad-input', 'Fields are wrong.', { fields: errors });
  return value;
}

/** Shows a form's page again, with what was typed. `errors` are those that only the route can know. */
export function showForm(
  h: ResponseToolkit,
  page: string,
  form: FormView,
  context: object = {},
  errors: FieldError[] = [],
): ResponseObject {
  const shown = withErrors(form, errors);
  return h.view(page, { ...context, form: shown }).code(shown.errors.length > 0 ? 400 : 200);
}

/** With what the route knows beside; the first thing wrong with a field is enough to say. */
export function withErrors(form: FormView, errors: readonly FieldError[]): FormView {
  const known = new Set(form.errors.map(({ field }) => field));
  return { ...form, errors: [...form.errors, ...errors.filter(({ field }) => !known.has(field))] };
}

/**
 * Saves what a form holds, once: a form that comes a second time (double click, re-post) gets the first outcome.
 * The key counts for one person, one path and what was typed: other values are another save, which the job's own
 * checks judge. A job that hands its key to `append` is also known after a restart.
 */
export function saveOnce<T>(request: Request, form: FormView, job: (once: string) => Promise<T>): Promise<T> {
  const { once, facility } = frameOf(request);
  const key = onceKey(staffOf(request).id, request.path, form);
  return once.run(key, async () => {
    const standing = await facility.findOnce?.(key);
    return standing ? (standing.answer as T) : job(key);
  });
}

/** A hash: nothing that was typed is kept for this. */
function onceKey(staff: string, path: string, { once, values }: FormView): string {
  const typed = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([staff, path, once, typed]))
    .digest('base64url');
}

function typedValues(payload: unknown): FormView['values'] {
  const typed: FormView['values'] = {};
  if (typeof payload !== 'object' || payload === null) return typed;
  for (const [name, value] of Object.entries(payload)) {
    if (typeof value === 'string') typed[name] = clean(value);
    else if (Array.isArray(value)) typed[name] = value.filter((one) => typeof one === 'string').map(clean);
  }
  return typed;
}

/** Keyboards differ in how they compose Devanagari, and browsers in how they end lines. */
function clean(text: string): string {
  return text.normalize('NFC').replaceAll('\r\n', '\n').trim();
}

function checkFields<T>(
  input: unknown,
  schema: ObjectSchema<T>,
): { value?: T; sound: Partial<T>; errors: FieldError[] } {
  const result = schema.validate(input, { abortEarly: false, convert: true });
  if (!result.error) return { value: result.value, sound: result.value, errors: [] };
  const errors = new Map<string, FieldError>();
  for (const item of result.error.details) {
    const error = fieldError(item);
    // The first thing wrong with a field is enough to say.
    if (!errors.has(error.field)) errors.set(error.field, error);
  }
  const paths = result.error.details.map(({ path }) => path);
  return { sound: without(result.value as Partial<T> | undefined, paths), errors: [...errors.values()] };
}

/** joi gives back what it could read, and what it refused as it was typed: that is taken out. */
function without<T extends object>(read: T | undefined, wrong: (string | number)[][]): T {
  const left = structuredClone(read ?? {}) as T;
  for (const path of wrong) {
    const last = path.at(-1);
    const holder = path
      .slice(0, -1)
      .reduce<unknown>((one, key) => (one as Record<string, unknown> | undefined)?.[key], left);
    if (last !== undefined && typeof holder === 'object' && holder !== null)
      Reflect.deleteProperty(holder, last);
  }
  return left;
}

function fieldError({ path, type, context }: ValidationErrorItem): FieldError {
  const field = path.join('.');
  const limit = Number((context as { limit?: unknown } | undefined)?.limit);
  if (type.startsWith('field.')) {
    const params = (context as { params?: FieldError['params'] } | undefined)?.params;
    return { field, code: type.slice('field.'.length), ...(params ? { params } : {}) };
  }
  switch (type) {
    case 'any.required':
    case 'string.empty':
      return { field, code: 'required' };
    case 'string.max':
      return { field, code: 'tooLong', params: { max: limit } };
    case 'string.min':
      return { field, code: 'tooShort', params: { min: limit } };
    case 'number.base':
    case 'number.infinity':
      return { field, code: 'notANumber' };
    case 'number.integer':
    case 'number.precision':
      return { field, code: 'notWhole' };
    case 'number.min':
      return { field, code: 'tooSmall', params: { min: limit } };
    case 'number.max':
      return { field, code: 'tooLarge', params: { max: limit } };
    case 'number.unsafe':
      return { field, code: 'tooLarge', params: { max: Number.MAX_SAFE_INTEGER } };
    case 'array.max':
      return { field, code: 'tooMany', params: { max: limit } };
    case 'array.min':
      return { field, code: 'tooFew', params: { min: limit } };
    case 'any.only':
      return { field, code: 'unknownChoice' };
    case 'object.unknown':
      return { field, code: 'unknownField' };
    default:
      return { field, code: 'notValid' };
  }
}
