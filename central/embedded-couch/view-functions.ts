import { createContext, Script, type Context } from 'node:vm';
import { CouchError } from './couch-error.js';

/** The helpers that CouchDB gives to a view's functions. */
const PRELUDE = `'use strict';
  var isArray = Array.isArray, toJSON = JSON.stringify, log = function () {};
  var emitted = [], emit = function (key, value) {
    emitted.push([key === undefined ? null : key, JSON.stringify(value === undefined ? null : value)]);
  };
  var sum = function (values) { return values.reduce(function (a, b) { return a + b; }, 0); };
`;

/** CouchDB leaves a document out over which the map stumbles. Each is parsed anew: a map may change what it is given. */
const MAP = new Script(`JSON.stringify(JSON.parse(given).map(function (text) {
  emitted = [];
  try { fun(JSON.parse(text)); } catch (error) { return []; }
  return emitted;
}))`);
const REDUCE = new Script(`JSON.stringify([fun.apply(null, JSON.parse(given))])`);

/** What a document emits: keys, and values as JSON. */
export type Emitted = [key: unknown, value: string][];

/**
 * A view's map, compiled once into a context with nothing of Node in it.
 * node:vm is a fence, not a wall: only admins may write design documents.
 */
export function compileMap(source: string): (documents: string[]) => Emitted[] {
  const context = compile(source, 'map');
  return (documents) => run(MAP, context, documents) as Emitted[];
}

/** `keys` is null where what was reduced already is reduced once more. */
export type Reduce = (
  keys: [key: unknown, id: string][] | null,
  values: unknown[],
  rereduce: boolean,
) => unknown;

export function compileReduce(source: string): Reduce {
  const context = compile(source, 'reduce');
  return (...given) => (run(REDUCE, context, given) as [unknown])[0];
}

function compile(source: string, what: string): Context {
  const context = createContext(Object.create(null) as object, {
    codeGeneration: { strings: false, wasm: false },
  });
  try {
    const script = new Script(`${PRELUDE} var fun = (${source.replace(/;\s*$/, '')}\n); typeof fun`);
    const type: unknown = script.runInContext(context);
    if (type !== 'function') throw new TypeError('it is not a function');
  } catch (error) {
    throw new CouchError(
      400,
      'compilation_error',
      `Compilation of the ${what} function failed: ${String(error)}`,
    );
  }
  return context;
}

/** In and out as text: no object of ours is reachable from inside. */
function run(script: Script, context: Context, given: unknown): unknown {
  context['given'] = JSON.stringify(given);
  return JSON.parse(String(script.runInContext(context)));
}
