import { ERROR_TABLE } from '../records/error-table.js';
import { FacilityError } from '../records/facility-error.js';
import type { Translate } from '../templates/locale.js';
import type { CommandContext } from './command-context.js';
import { sayError, sayField, sayHint } from './say-error.js';

interface Style {
  json: boolean;
  say: Translate;
  user?: string;
}

/** Says on stderr what went wrong and what to do next, and sets the exit status of the error table. */
export function printFailure(
  context: Pick<CommandContext, 'stderr' | 'setExitCode'>,
  thrown: unknown,
  style: Style,
): void {
  const error = naming(style.user, asFacilityError(thrown));
  const { exit } = ERROR_TABLE[error.code];
  const text = style.json ? asJson(error, exit, style.say) : asWords(error, style.say);
  context.stderr.write(`${text}\n`);
  context.setExitCode(exit);
}

/** A password that the centre's CouchDB does not take may be right for another user than the one that was tried. */
function naming(user: string | undefined, error: FacilityError): FacilityError {
  if (user === undefined || error.code !== 'centre-refused' || error.params?.status !== 401) return error;
  const { code, message, fields, cause } = error;
  return new FacilityError(code, `${message}: it does not know ${user} with this password`, {
    ...{ fields, cause, params: { ...error.params, user } },
    hint: 'hints.triedAs',
  });
}

function asFacilityError(thrown: unknown): FacilityError {
  if (thrown instanceof FacilityError) return thrown;
  // A programming error: its stack is all that helps.
  const told = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new FacilityError('internal', told, { cause: thrown });
}

function asJson(error: FacilityError, exit: number, say: Translate): string {
  const { code, message, params, fields } = error;
  const hint = sayHint(error, say);
  return JSON.stringify({ error: { code, exit, message, ...(hint ? { hint } : {}), params, fields } });
}

/** The table's words, then what exactly, then what to do. The detail is English in both languages. */
function asWords(error: FacilityError, say: Translate): string {
  const { title, next } = sayError(error, say);
  return [
    `✖ ${title}`,
    `  ${error.message}`,
    ...error.fields.map((field) => `  ${flagOf(field.field)}: ${sayField(field, say)}`),
    `→ ${next}`,
  ].join('\n');
}

/** What is given without a flag. */
const ARGUMENTS: Record<string, string> = {
  id: '<login>',
  address: '<address>',
  csv: '<csv>',
  login: '<name>',
};

/** How a field is given on the command line. */
function flagOf(field: string): string {
  return ARGUMENTS[field] ?? `--${field}`;
}
