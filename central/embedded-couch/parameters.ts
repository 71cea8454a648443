import type { Request } from '@hapi/hapi';
import { badRequest, CouchError } from './couch-error.js';

/** A request's query string, read as CouchDB reads it: JSON in the values, `true` and `false`, whole numbers. */
export class Parameters {
  readonly #query: Record<string, unknown>;

  constructor(request: Request) {
    this.#query = request.query;
  }

  text(name: string): string | undefined {
    const value = this.#query[name];
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    return typeof last === 'string' ? last : undefined;
  }

  flag(name: string): boolean {
    const value = this.text(name);
    if (value === undefined || value === 'false') return false;
    if (value === 'true') return true;
    throw parseError(`Invalid boolean value: "${value}"`);
  }

  count(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (/^\d{1,15}$/.test(value)) return Number(value);
    throw parseError(`Invalid value for integer parameter ${name}: "${value}"`);
  }

  json(name: string): unknown {
    const value = this.text(name);
    if (value === undefined) return undefined;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      throw badRequest('invalid UTF-8 JSON');
    }
  }
}

function parseError(reason: string): CouchError {
  return new CouchError(400, 'query_parse_error', reason);
}
