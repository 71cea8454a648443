import type { Request } from '@hapi/hapi';
import Joi from 'joi';
import type { Locale, Translate } from '../locale.js';
import { localPath } from './local-path.js';

/** A form that could not be saved yet: where it goes and what was typed, name by name. */
export interface Unsaved {
  target: string;
  fields: [name: string, value: string][];
  /** when it was sent, in milliseconds since the epoch; absent until a page says so */
  at?: number;
}

/** The frame's own inputs and what must never be written into a page. */
const NOT_CARRIED = /^(crumb|switch-language)$|password|pin$/i;
/** What forms note for themselves, and which button was pressed. */
const HIDDEN_FROM_PEOPLE = /^(once|seen|supersedes|rx|rows|action|go)$/;

const schema = Joi.object<Unsaved>({
  target: Joi.string().max(2000).required(),
  fields: Joi.array()
    .items(Joi.array().ordered(Joi.string().required(), Joi.string().allow('').required()))
    .max(1000)
    .required(),
  at: Joi.number().integer().min(0).max(8.64e15),
});

/** What the request's form holds, or null where it is no form. */
export function readUnsaved(request: Request): Unsaved | null {
  const { payload } = request;
  if (typeof payload !== 'object' || payload === null || Buffer.isBuffer(payload)) return null;
  const fields: Unsaved['fields'] = [];
  for (const [name, value] of Object.entries(payload)) {
    if (NOT_CARRIED.test(name)) continue;
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value as unknown]) {
      if (typeof one === 'string') fields.push([name, one]);
    }
  }
  return { target: request.url.pathname + request.url.search, fields };
}

/** Reads what a page carried in its hidden input; null where it is missing or not ours. */
export function parseUnsaved(text: unknown): Unsaved | null {
  if (typeof text !== 'string' || text === '') return null;
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  const { value, error } = schema.validate(read) as { value: Unsaved; error?: Error };
  if (error || localPath(value.target) !== value.target) return null;
  return { ...value, fields: value.fields.filter(([name]) => !NOT_CARRIED.test(name)) };
}

/** What becomes of a form whose CSRF token was missing or old. Nothing of it was done. */
export interface StaleForm {
  /** it is offered to be sent once more; null: who sent it logs in first, or again */
  again: Unsaved | null;
  /** what the log-in page held already */
  carried: Unsaved | null;
}

/** Without an Origin nobody knows which page the form came from: then nothing is offered to be sent again. */
export function readStaleForm(request: Request, isLoggedIn: boolean): StaleForm {
  const again = isLoggedIn && request.headers['origin'] ? readUnsaved(request) : null;
  const { carried } = (request.payload ?? {}) as { carried?: unknown };
  return { again, carried: parseUnsaved(carried) };
}

/** The typed values under their labels, without the frame's own inputs. */
export function unsavedRows(
  unsaved: Unsaved,
  t: Translate,
  locale: Locale,
): { label: string; value: string }[] {
  const words = (key: string): string | null => (locale.has('en', key) ? t(key) : null);
  return unsaved.fields
    .filter(([name, value]) => value.trim() !== '' && !HIDDEN_FROM_PEOPLE.test(name))
    .map(([name, value]) => {
      const last = name.split('.').at(-1) ?? name;
      const row = /\.(\d+)\./.exec(name)?.[1];
      const label = words(`labels.${last}`) ?? last;
      return {
        label: row === undefined ? label : `${label} ${Number(row) + 1}`,
        value: words(`choices.${last}.${value}`) ?? value,
      };
    });
}
