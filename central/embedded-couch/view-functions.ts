import { createContext, Script, type Context } from 'node:vm';
import createAbstractMapReduce from 'pouchdb-abstract-mapreduce';
import { notFound } from './couch-error.js';

/** The helpers that CouchDB gives to a view's functions. */
const PRELUDE = `'use strict';
  var isArray = Array.isArray, toJSON = JSON.stringify, log = function () {};
  var emitted = [], emit = function (key, value) { emitted.push([key, value]); };
  var sum = function (values) { return values.reduce(function (a, b) { return a + b; }, 0); };
`;

/** CouchDB leaves a document out over which the map stumbles; PouchDB would print it, a patient's too. */
const MAP = new Script(`(function () {
  emitted = [];
  try { fun(JSON.parse(given)); } catch (error) { return '[]'; }
  return JSON.stringify(emitted);
})()`);
const REDUCE = new Script(`(function () { return JSON.stringify([fun.apply(null, JSON.parse(given))]); })()`);

/**
 * Views whose functions are compiled once for each run over a database, into a context with nothing of Node in it.
 * pouchdb-mapreduce makes a context for each document, which takes longer than all else of a view.
 * node:vm is a fence, not a wall: only admins may write design documents.
 */
export const viewFunctions = createAbstractMapReduce('mrviews', mapper, reducer, (design, view) => {
  const { views = {} } = design as { views?: Record<string, { map?: unknown } | undefined> };
  if (typeof views[view]?.map !== 'string') throw notFound('missing_named_view');
});

function mapper(source: string, emit: (key: unknown, value: unknown) => void): (doc: object) => void {
  const context = compile(source);
  return (doc) => {
    for (const [key, value] of run(MAP, context, doc) as [unknown, unknown][]) emit(key, value);
  };
}

/** `_sum` and `_stats` are not among them: reduce-rows.ts reduces these. */
function reducer(source: string): (keys: unknown, values: unknown[], rereduce: boolean) => unknown {
  if (source.startsWith('_count')) return (_, values) => values.length;
  if (source.startsWith('_')) throw new TypeError(`The embedded CouchDB has no ${source}.`);
  const context = compile(source);
  return (...given) => (run(REDUCE, context, given) as [unknown])[0];
}

function compile(source: string): Context {
  const context = createContext(Object.create(null) as object, {
    codeGeneration: { strings: false, wasm: false },
  });
  new Script(`${PRELUDE} var fun = (${source.replace(/;\s*$/, '')}\n);`).runInContext(context);
  return context;
}

/** In and out as text: no object of ours is reachable from inside. */
function run(script: Script, context: Context, given: unknown): unknown {
  context['given'] = JSON.stringify(given);
  return JSON.parse(String(script.runInContext(context)));
}
