import { firstRevision } from '../../records/first-revision.js';
import { BundleError } from './bundle-error.js';
import { putKey, type Json, type JsonObject } from './json.js';
import { PathModel } from './path-model.js';
import type { Tape } from './tape.js';
import { ValueModel, type Context } from './value-model.js';

/** How the digest of a revision is told. */
const RAW = 0;
/** not 32 hexadecimal digits */
const TEXT = 1;
/** the MD5 of the document with `_id` in this place among its keys, from 0 on, and so on */
const FIRST = 2;
const MOST_PLACES = 40;

interface Revisions {
  start: number;
  ids: string[];
}

/** Documents of any kind: their ids, their revisions, and their fields. */
export class DocumentModel {
  readonly #root = PathModel.root();
  readonly #values: ValueModel;
  #lastId = '';

  constructor(private readonly tape: Tape) {
    this.#values = new ValueModel(tape, PathModel.root());
  }

  code(document?: JsonObject): JsonObject {
    const { _id, _rev, _revisions, ...fields } = document ?? {};
    if (document && typeof _id !== 'string')
      throw new TypeError('A document without an id cannot be bundled.');
    const given = document && (_id as string);
    if ('_attachments' in fields)
      throw new TypeError(`${given ?? ''} has attachments, which a bundle does not hold.`);
    const id = this.#id(given);
    const kind = kindOf(id);
    const path = this.#root.child(kind);
    const context: Context = { before: '', anchor: '', at: 0 };
    this.tape.budget?.checkDepth(0);
    const body = this.#values.object(path, context, 0, document && fields);
    const revisions = this.#revisions(path, id, body, document && readRevisions(_rev, _revisions));
    if (document) return document;
    const made: JsonObject = { _id: id, _rev: `${revisions.start}-${revisions.ids[0] ?? ''}` };
    if (revisions.ids.length > 1) made['_revisions'] = revisions as unknown as Json;
    for (const [key, value] of Object.entries(body)) putKey(made, key, value);
    return made;
  }

  /** Front-coded: what an id has in common with the one before is not told again. */
  #id(given?: string): string {
    const last = this.#lastId;
    const { bits } = this.tape;
    const path = this.#root.child('_id');
    const common = path
      .integer('common')
      .code(bits, given === undefined ? undefined : commonLength(last, given));
    if (common > last.length) throw new BundleError('damaged', 'An id has more in common than there is.');
    const rest = this.#values.code(path, { before: '', anchor: '', at: 0 }, 0, given?.slice(common));
    if (typeof rest !== 'string') throw new BundleError('damaged', 'A document has no id.');
    this.tape.budget?.spend(common);
    return (this.#lastId = given ?? last.slice(0, common) + rest);
  }

  #revisions(path: PathModel, id: string, body: JsonObject, given?: Revisions): Revisions {
    const { bits, budget } = this.tape;
    const start = path.integer('generation').code(bits, given?.start);
    const length = path.integer('revisions').code(bits, given?.ids.length);
    if (length === 0 || start > Number.MAX_SAFE_INTEGER)
      throw new BundleError('damaged', 'A document has no revision.');
    const ids: string[] = [];
    for (let i = 0; i < length; i += 1) {
      budget?.spend(32);
      ids.push(this.#digest(path, id, start === 1 && i === 0 ? body : null, given?.ids[i]));
    }
    return given ?? { start, ids };
  }

  #digest(path: PathModel, id: string, body: JsonObject | null, given?: string): string {
    const { tape } = this;
    const place = given !== undefined && body ? findPlace(id, body, given) : -1;
    const isHex = given !== undefined && /^[0-9a-f]{32}$/.test(given);
    const kind = path
      .integer(body ? 'first' : 'digest')
      .code(tape.bits, given === undefined ? undefined : place >= 0 ? FIRST + place : isHex ? RAW : TEXT);
    if (kind >= FIRST) {
      if (!body || kind - FIRST > Object.keys(body).length)
        throw new BundleError('damaged', 'A first revision has no document.');
      return given ?? digestOf(withId(id, body, kind - FIRST));
    }
    if (kind === TEXT) return tape.text(given);
    const bytes = given === undefined ? Buffer.alloc(16) : Buffer.from(given, 'hex');
    for (let at = 0; at < 16; at += 1) bytes[at] = tape.bits.even(8, bytes[at]);
    return bytes.toString('hex');
  }
}

/** Documents of a kind look alike: what stands before the first colon, hyphen or digit. */
function kindOf(id: string): string {
  return /^[^:\d-]*/.exec(id)?.[0] ?? '';
}

function commonLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  // Not within a surrogate pair: the rest must be a text of its own.
  const code = b.charCodeAt(length);
  return length > 0 && code >= 0xdc00 && code <= 0xdfff ? length - 1 : length;
}

function readRevisions(rev: Json | undefined, given: unknown): Revisions {
  const found = /^([1-9]\d{0,14})-(.+)$/s.exec(typeof rev === 'string' ? rev : '');
  if (!found) throw new TypeError('A document without a revision cannot be bundled.');
  const start = Number(found[1]);
  const digest = found[2] ?? '';
  const { ids } = (given ?? {}) as Partial<Revisions>;
  return { start, ids: ids?.[0] === digest ? ids : [digest] };
}

function findPlace(id: string, body: JsonObject, digest: string): number {
  const most = Math.min(Object.keys(body).length, MOST_PLACES);
  for (let place = 0; place <= most; place += 1)
    if (digestOf(withId(id, body, place)) === digest) return place;
  return -1;
}

function withId(id: string, body: JsonObject, place: number): JsonObject {
  const made: JsonObject = {};
  const keys = Object.keys(body);
  keys.forEach((key, i) => {
    if (i === place) made['_id'] = id;
    putKey(made, key, body[key] as Json);
  });
  if (place >= keys.length) made['_id'] = id;
  return made;
}

function digestOf(document: JsonObject): string {
  return firstRevision(document).slice(2);
}
