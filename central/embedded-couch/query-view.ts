import { collate } from './collate.js';
import { CouchError } from './couch-error.js';
import type { Pouch } from './pouch.js';
import { sequenceText } from './sequence.js';
import type { View } from './view-index.js';
import type { Range, StoredRow } from './view-rows.js';

/** As `listOptions` reads them. */
export interface ViewOptions {
  key?: unknown;
  keys?: unknown[];
  startkey?: unknown;
  endkey?: unknown;
  startkey_docid?: string;
  endkey_docid?: string;
  inclusive_end?: false;
  descending?: true;
  limit?: number;
  skip?: number;
  reduce?: boolean;
  group?: true;
  group_level?: number;
  include_docs?: true;
  conflicts?: true;
  attachments?: true;
  update_seq?: true;
}

/** Answers a view's question as CouchDB does. Throws 400 `query_parse_error` where it makes no sense. */
export async function queryView(
  pouch: Pouch,
  { rows, reducer, since }: View & { since: number },
  options: ViewOptions,
): Promise<object> {
  checkOptions(options, reducer !== null);
  const { keys, descending = false, skip = 0, limit = Infinity } = options;
  const ranges = keys ? keys.map((key) => rangeOf(rows, { ...options, key })) : [rangeOf(rows, options)];
  const cut = <T>(all: T[]): T[] => all.slice(skip, skip + limit);
  const turned = <T>(all: T[]): T[] => (descending ? all.reverse() : all);
  const sequence = options.update_seq ? { update_seq: sequenceText(since) } : {};
  if (reducer && options.reduce !== false) {
    const level = options.group ? Infinity : (options.group_level ?? 0);
    const groups = ranges.flatMap((range) => turned([...rows.groups(range, level, reducer)]));
    return { ...sequence, rows: cut(groups) };
  }
  const found = cut(ranges.flatMap((range) => turned(rows.slice(range))));
  const from = ranges[0] ?? { from: 0, to: 0 };
  const before = descending ? rows.length - from.to : from.from;
  return {
    total_rows: rows.length,
    offset: Math.min(before + skip, rows.length),
    ...sequence,
    rows: await withDocuments(pouch, found, options),
  };
}

function rangeOf(rows: View['rows'], options: ViewOptions): Range {
  const { descending = false, inclusive_end: inclusive = true } = options;
  if (options.key !== undefined)
    return { from: rows.bound(options.key, false), to: rows.bound(options.key, true) };
  const [low, high] = descending ? [options.endkey, options.startkey] : [options.startkey, options.endkey];
  const [withLow, withHigh] = descending ? [inclusive, true] : [true, inclusive];
  const from = low === undefined ? 0 : rows.bound(low, !withLow);
  const to = high === undefined ? rows.length : rows.bound(high, withHigh);
  return byIds(rows, { from, to: Math.max(from, to) }, options);
}

/** `startkey_docid` and `endkey_docid` count among rows of the very key that they stand beside. */
function byIds(rows: View['rows'], { from, to }: Range, options: ViewOptions): Range {
  const { descending = false, startkey, endkey, startkey_docid: first, endkey_docid: last } = options;
  if (first === undefined && last === undefined) return { from, to };
  const isBefore = (row: StoredRow, key: unknown, id: string | undefined): boolean =>
    id !== undefined && collate(row.key, key) === 0 && (descending ? row.id > id : row.id < id);
  const isAfter = (row: StoredRow, key: unknown, id: string | undefined): boolean =>
    id !== undefined && collate(row.key, key) === 0 && (descending ? row.id < id : row.id > id);
  const out = (row: StoredRow): boolean => isBefore(row, startkey, first) || isAfter(row, endkey, last);
  const all = rows.slice({ from, to });
  const begin = all.findIndex((row) => !out(row));
  if (begin < 0) return { from, to: from };
  return { from: from + begin, to: from + all.findLastIndex((row) => !out(row)) + 1 };
}

/** With `_id` in a row's value that document, else the one that emitted the row. */
async function withDocuments(pouch: Pouch, rows: StoredRow[], options: ViewOptions): Promise<object[]> {
  const plain = rows.map(({ id, key, value }) => ({ id, key, value: JSON.parse(value) as unknown }));
  if (!options.include_docs) return plain;
  const named = plain.map(({ id, value }) => {
    const other = (value as { _id?: unknown } | null)?._id;
    return typeof other === 'string' ? other : id;
  });
  const { rows: found } = await pouch.allDocs({
    keys: named,
    include_docs: true,
    ...(options.conflicts ? { conflicts: true } : {}),
    ...(options.attachments ? { attachments: true } : {}),
  });
  return plain.map((row, at) => ({ ...row, doc: (found[at] as { doc?: object } | undefined)?.doc ?? null }));
}

function checkOptions(options: ViewOptions, hasReduce: boolean): void {
  const { key, keys, startkey, endkey, descending, group, group_level: level = 0 } = options;
  const refuse = (reason: string): never => {
    throw new CouchError(400, 'query_parse_error', reason);
  };
  const reduces = hasReduce && options.reduce !== false;
  if (!hasReduce && options.reduce === true) refuse('Reduce is invalid for map-only views.');
  if (!reduces && (group || level > 0)) refuse('Invalid use of grouping on a map view.');
  if (reduces && options.include_docs) refuse('`include_docs` is invalid for reduce');
  if (reduces && keys && !group) refuse('Multi-key fetches for reduce views must use `group=true`');
  if (keys && [key, startkey, endkey].some((given) => given !== undefined)) {
    refuse('`keys` is incompatible with `key`, `start_key` and `end_key`');
  }
  if (startkey === undefined || endkey === undefined) return;
  const order = collate(startkey, endkey);
  if (descending ? order < 0 : order > 0) {
    refuse(
      'No rows can match your key range, reverse your start_key and end_key or set ' +
        `descending=${descending ? 'false' : 'true'}`,
    );
  }
}
