import { createContext, Script, type Context } from 'node:vm';
import type { Security, User } from './access.js';
import { CouchError } from './couch-error.js';
import type { Document, Pouch } from './pouch.js';

/** What a `validate_doc_update` function is called with. */
export interface ValidationCall {
  newDoc: Document;
  oldDoc: Document | null;
  userCtx: User & { db: string };
  secObj: Security;
}

type Thrown = { forbidden: string } | { unauthorized: string } | { broken: string };

/**
 * For one write, and a millisecond more for each document. CouchDB grants 5 s a document, in a process beside; here
 * the whole server waits.
 */
const TIME_LIMIT_MS = 1_000;

/** The helpers that CouchDB gives to a design function. */
const PRELUDE = `
  var isArray = Array.isArray, toJSON = JSON.stringify, log = function () {};
`;

const RUN = new Script(`(function (validate, json) {
  var outcomes = [];
  JSON.parse(json).forEach(function (call) {
    try {
      validate(call.newDoc, call.oldDoc, call.userCtx, call.secObj);
      outcomes.push(null);
    } catch (thrown) {
      if (thrown && thrown.forbidden) outcomes.push({ forbidden: String(thrown.forbidden) });
      else if (thrown && thrown.unauthorized) outcomes.push({ unauthorized: String(thrown.unauthorized) });
      else outcomes.push({ broken: String(thrown) });
    }
  });
  return JSON.stringify(outcomes);
})(validate, calls)`);

/**
 * The `validate_doc_update` functions of a database's design documents, each in a context of its own with nothing
 * of Node in it. node:vm is a fence, not a wall: only admins may write design documents.
 */
export class ValidationFunctions {
  private constructor(private readonly functions: { design: string; context: Context }[]) {}

  static async load(pouch: Pouch): Promise<ValidationFunctions> {
    const { rows } = await pouch.allDocs({ startkey: '_design/', endkey: '_design0', include_docs: true });
    const functions = rows.flatMap(({ id, doc }) => {
      const source = validationSource(doc as Document | undefined);
      return source === null ? [] : [{ design: id, context: compileValidation(id, source) }];
    });
    return new ValidationFunctions(functions);
  }

  get isEmpty(): boolean {
    return this.functions.length === 0;
  }

  /** For each call the first function's refusal, or null where all accept. */
  check(calls: ValidationCall[]): (CouchError | null)[] {
    const refusals = calls.map((): CouchError | null => null);
    for (const { design, context } of this.functions) {
      const outcomes = run(design, context, calls);
      outcomes.forEach((thrown, index) => {
        if (thrown) refusals[index] ??= toRefusal(thrown);
      });
    }
    return refusals;
  }
}

export function validationSource(design: Document | undefined): string | null {
  const source = design?.['validate_doc_update'];
  const language = design?.['language'] ?? 'javascript';
  return typeof source === 'string' && !design?._deleted && language === 'javascript' ? source : null;
}

/** Throws 400 `compilation_error` where the source is no function. */
export function compileValidation(design: string, source: string): Context {
  // Microtasks run inside the time limit, or a promise could go on after it.
  const context = createContext(Object.create(null) as object, {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  });
  try {
    const script = new Script(`${PRELUDE} var validate = (${source}\n); typeof validate`, {
      filename: design,
    });
    const type: unknown = script.runInContext(context, { timeout: TIME_LIMIT_MS });
    if (type !== 'function') throw new TypeError('validate_doc_update is not a function');
  } catch (error) {
    throw new CouchError(400, 'compilation_error', `${design}: ${String(error)}`);
  }
  return context;
}

function run(design: string, context: Context, calls: ValidationCall[]): (Thrown | null)[] {
  // In and out as text: no object of ours is reachable from inside.
  context['calls'] = JSON.stringify(calls);
  const timeout = TIME_LIMIT_MS + calls.length;
  try {
    return JSON.parse(String(RUN.runInContext(context, { timeout }))) as (Thrown | null)[];
  } catch {
    const broken = `${design}: validate_doc_update did not end within ${timeout} ms`;
    return calls.map(() => ({ broken }));
  }
}

function toRefusal(thrown: Thrown): CouchError {
  if ('forbidden' in thrown) return new CouchError(403, 'forbidden', thrown.forbidden);
  if ('unauthorized' in thrown) return new CouchError(401, 'unauthorized', thrown.unauthorized);
  return new CouchError(500, 'unknown_error', thrown.broken);
}
