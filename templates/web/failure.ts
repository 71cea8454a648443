import type { Boom } from '@hapi/boom';
import type { Request } from '@hapi/hapi';
import { damageWords } from '../../records/damaged-row.js';
import { ERROR_TABLE } from '../../records/error-table.js';
import { FacilityError } from '../../records/facility-error.js';
import type { ErrorCode, FieldError } from '../../records/facility-error.js';
import type { Params } from '../locale.js';

/** What went wrong in one request, ready for a page or a JSON answer. */
export interface Failure {
  status: number;
  code: ErrorCode;
  /** under `errors` in the locales */
  words: string;
  params: Params;
  fields: FieldError[];
}

/** Paths that programs call: they get JSON, also when something fails. */
export function isApi(request: Request): boolean {
  return request.path === '/api' || request.path.startsWith('/api/');
}

/** Reads an error of ours, of hapi or of nobody's. */
export function failureOf(error: Boom | Error): Failure {
  if (error instanceof FacilityError) {
    const { code, params, fields } = error;
    return { status: ERROR_TABLE[code].http, code, words: wordsFor(error), params, fields };
  }
  const status = 'output' in error ? error.output.statusCode : 500;
  const [code, words] = codeFor(status);
  return { status, code, words, params: {}, fields: [] };
}

function wordsFor(error: FacilityError): string {
  const { code, params } = error;
  if (code === 'not-allowed' && params['otherSite']) return 'other-site';
  if (code === 'not-allowed' && params['roles']) return 'wrong-role';
  return damageWords(error);
}

function codeFor(status: number): [ErrorCode, string] {
  if (status === 404) return ['not-found', 'no-page'];
  if (status === 413) return ['bad-input', 'too-large'];
  if (status === 401) return ['not-logged-in', 'not-logged-in'];
  if (status === 403) return ['not-allowed', 'not-allowed'];
  if (status === 429) return ['too-many-tries', 'too-many-tries'];
  if (status >= 400 && status < 500) return ['bad-input', 'bad-input'];
  return ['internal', 'internal'];
}
