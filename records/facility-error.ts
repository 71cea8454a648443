/**
 * Everything that can go wrong in a way that a person should hear of. One table (`errors` in the locales, and
 * `error-table.ts`) maps a code to words in Hindi and English, an exit status and an HTTP status.
 */
export type ErrorCode =
  | 'bad-input'
  | 'not-found'
  | 'not-allowed'
  | 'not-logged-in'
  | 'not-paired'
  | 'too-many-tries'
  | 'conflict'
  | 'already-done'
  | 'stock-short'
  | 'disk-full'
  | 'store-failed'
  | 'store-locked'
  | 'store-foreign'
  | 'store-damaged'
  | 'not-set-up'
  | 'already-set-up'
  | 'port-in-use'
  | 'server-not-running'
  | 'server-running'
  | 'centre-unreachable'
  | 'centre-refused'
  | 'counting-anew'
  | 'centre-not-set'
  | 'box-replaced'
  | 'box-revoked'
  | 'code-wrong'
  | 'code-used'
  | 'code-expired'
  | 'restore-unfinished'
  | 'restore-refused'
  | 'standby-folder'
  | 'standby-refused'
  | 'main-unreachable'
  | 'main-answers'
  | 'backup-damaged'
  | 'backup-cut-off'
  | 'backup-foreign'
  | 'backup-newer'
  | 'backup-wrong-key'
  | 'backup-gap'
  | 'backup-no-key'
  | 'backup-no-place'
  | 'stick-damaged'
  | 'stick-cut-off'
  | 'stick-foreign'
  | 'stick-newer'
  | 'stick-wrong-key'
  | 'stick-not-trusted'
  | 'stick-no-key'
  | 'stick-no-place'
  | 'audit-failed'
  | 'centre-differs'
  | 'internal';

/** One wrong field of a form: `field` is the input's name, `code` the end of the locale key `fieldErrors.<code>`. */
export interface FieldError {
  field: string;
  code: string;
  params?: Record<string, string | number>;
}

/** What a person should do next, by its key in the locales, so that nobody is told so in one language only. */
export type HintKey = `hints.${string}`;

export interface FacilityErrorOptions {
  /** the error's `params` fill it */
  hint?: HintKey;
  cause?: unknown;
  /** values for the words in the locales */
  params?: Record<string, string | number>;
  fields?: FieldError[];
}

export function isHintKey(hint: unknown): hint is HintKey {
  return typeof hint === 'string' && /^hints\./.test(hint);
}

/** Never carries credentials or patient data in its message. */
export class FacilityError extends Error {
  readonly code: ErrorCode;
  readonly hint: HintKey | undefined;
  readonly params: Record<string, string | number>;
  readonly fields: FieldError[];

  constructor(code: ErrorCode, message: string, options: FacilityErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'FacilityError';
    this.code = code;
    this.hint = options.hint;
    this.params = options.params ?? {};
    this.fields = options.fields ?? [];
  }
}
