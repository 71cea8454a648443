import { BundleError } from './bundle-error.js';
import { isWellFormed } from './utf8.js';
import { folded, unfolded } from './integer-model.js';
import { putKey, type Json, type JsonObject } from './json.js';
import type { PathModel } from './path-model.js';
import type { Tape } from './tape.js';
import { decimalsOf } from './decimals.js';
import { readTime, sayTime, readDate, sayDate } from './written-times.js';

/** How a value is told; what a record model adds stands from LINKS on. */
const NULL = 0;
const FALSE = 1;
const TRUE = 2;
const NUMBER = 3;
/** with more decimals than the numbers before it at this place */
const FINER = 4;
const DOUBLE = 5;
const NEW_TEXT = 6;
const KNOWN_TEXT = 7;
/** as JSON: not well-formed, or with U+0000 in it */
const ODD_TEXT = 8;
const LIST = 9;
const OBJECT = 10;
const DIGITS = 11;
/** 16, 32 or 64 bytes in base64url */
const BYTES = 12;
const TIME = 13;
const DATE = 14;
const LINKS = 16;

/** Texts that point to something which a record model knows. */
export interface Links {
  /** Which kind of link (0, 1, …), or -1: a plain text. */
  kindOf(text: string): number;
  code(path: PathModel, kind: number, text?: string): string;
}

/** Where a value stands: what its neighbours are foretells it. */
export interface Context {
  /** the leaf before */
  before: string;
  /** the first text of the object around */
  anchor: string;
  /** the instant of the record, milliseconds */
  at: number;
}

/** Codes JSON values one after the other; what it learnt from each makes the next one shorter. */
export class ValueModel {
  constructor(
    readonly tape: Tape,
    private readonly keys: PathModel,
    private readonly links: Links | null = null,
  ) {}

  /** Writes the value, or reads one where none is given. */
  code(path: PathModel, context: Context, depth: number, value?: Json): Json {
    const { tape } = this;
    tape.budget?.spend(1);
    const keys = keysOf(context);
    const expected = findExpected(path, keys);
    if (expected) {
      const hit = path.integer(HITS[expected.order]?.[Math.min(expected.found.runs, 3)] ?? '');
      if (hit.code(tape.bits, Number(!Object.is(expected.found.value, value))) === 0) {
        const foretold = expected.found.value;
        if (typeof foretold === 'string') tape.budget?.spend(foretold.length);
        return this.#learn(path, context, keys, foretold);
      }
    }
    const kind = path.kind.code(tape.bits, value === undefined ? undefined : this.#kindOf(path, value));
    return this.#learn(path, context, keys, this.#explicit(path, context, depth, kind, value));
  }

  /** An object's keys in their order. */
  shape(path: PathModel, keys?: readonly string[]): readonly string[] {
    const { tape } = this;
    const name = keys && JSON.stringify(keys);
    const known = name === undefined ? undefined : (path.shapePlaces.get(name) ?? path.shapes.length);
    const place = path.integer('shape').code(tape.bits, known);
    const old = path.shapes[place];
    if (old) return old;
    const length = path.integer('keys').code(tape.bits, keys?.length);
    tape.budget?.spend(length);
    const shape: string[] = [];
    const context: Context = { before: '', anchor: '', at: 0 };
    for (let i = 0; i < length; i += 1) {
      const key = this.code(this.keys, context, 0, keys?.[i]);
      if (typeof key !== 'string') throw new BundleError('damaged', 'A key of an object is no text.');
      shape.push(key);
      context.anchor = '';
    }
    path.shapePlaces.set(JSON.stringify(shape), path.shapes.length);
    path.shapes.push(shape);
    return shape;
  }

  object(path: PathModel, context: Context, depth: number, value?: JsonObject): JsonObject {
    const shape = this.shape(path, value && Object.keys(value));
    const made: JsonObject = {};
    for (const key of shape) putKey(made, key, this.code(path.child(key), context, depth, value?.[key]));
    return value ?? made;
  }

  #explicit(path: PathModel, context: Context, depth: number, kind: number, value?: Json): Json {
    const { tape } = this;
    switch (kind) {
      case NULL:
        return null;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case NUMBER:
      case FINER:
        return this.#number(path, kind === FINER, value as number | undefined);
      case DOUBLE:
        return this.#double(value as number | undefined);
      case NEW_TEXT: {
        const text = tape.text(value as string | undefined);
        tape.budget?.spend(text.length);
        if (path.dictionary.places.has(text)) throw new BundleError('damaged', 'A new text is an old one.');
        path.dictionary.add(text);
        return text;
      }
      case KNOWN_TEXT: {
        const place = value === undefined ? undefined : path.dictionary.places.get(value as string);
        const text = path.dictionary.texts[path.integer('known').code(tape.bits, place)];
        if (text === undefined) throw new BundleError('damaged', 'The bundle points outside of itself.');
        tape.budget?.spend(text.length);
        return text;
      }
      case ODD_TEXT: {
        const text: unknown = JSON.parse(
          this.#oddText(value === undefined ? undefined : JSON.stringify(value)),
        );
        if (typeof text !== 'string') throw new BundleError('damaged', 'A text of the bundle is none.');
        return text;
      }
      case LIST:
        return this.#list(path, context, depth, value as Json[] | undefined);
      case OBJECT: {
        this.#checkDepth(depth);
        return this.object(path, context, depth + 1, value as JsonObject | undefined);
      }
      case DIGITS:
        return String(
          path.integer('digits').code(tape.bits, value === undefined ? undefined : Number(value)),
        );
      case BYTES:
        return this.#bytes(path, value as string | undefined);
      case TIME: {
        const step = value === undefined ? undefined : folded((readTime(value as string) ?? 0) - context.at);
        return sayTime(context.at + unfolded(path.integer('time').code(tape.bits, step)));
      }
      case DATE: {
        const today = Math.floor(context.at / DAY_MS);
        const step = value === undefined ? undefined : folded((readDate(value as string) ?? 0) - today);
        return sayDate(today + unfolded(path.integer('date').code(tape.bits, step)));
      }
      default:
        if (kind < LINKS || !this.links) throw new BundleError('damaged', 'Unknown kind of value.');
        return this.links.code(path, kind - LINKS, value as string | undefined);
    }
  }

  #list(path: PathModel, context: Context, depth: number, list?: Json[]): Json[] {
    this.#checkDepth(depth);
    const length = path.integer('length').code(this.tape.bits, list?.length);
    // Before room is taken: a few bits can ask for much.
    this.tape.budget?.spend(length);
    const items: Json[] = [];
    const inside = { before: String(length), anchor: '', at: context.at };
    for (let i = 0; i < length; i += 1) {
      inside.anchor = '';
      items.push(this.code(path.items, inside, depth + 1, list?.[i]));
    }
    return items;
  }

  #number(path: PathModel, finer: boolean, value?: number): number {
    const { bits } = this.tape;
    if (finer) {
      const more = value === undefined ? undefined : (decimalsOf(value) ?? 0) - path.decimals - 1;
      path.decimals = Math.min(path.decimals + path.integer('finer').code(bits, more) + 1, 3);
    }
    const scale = 10 ** path.decimals;
    const scaled = value === undefined ? undefined : Math.round(value * scale);
    const steps = path.stepCost < path.plainCost;
    const base = steps ? path.lastNumber : 0;
    const read = path
      .integer(steps ? 'step' : 'plain')
      .code(bits, scaled === undefined ? undefined : folded(scaled - base));
    const whole = scaled ?? unfolded(read) + base;
    if (!Number.isSafeInteger(whole))
      throw new BundleError('damaged', 'A number of the bundle is too large.');
    path.plainCost = path.plainCost * 0.9 + Math.log2(Math.abs(whole) + 1);
    path.stepCost = path.stepCost * 0.9 + Math.log2(Math.abs(whole - path.lastNumber) + 1) + 0.5;
    path.lastNumber = whole;
    return value ?? whole / scale;
  }

  #double(value?: number): number {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value ?? 0);
    for (let at = 0; at < 8; at += 2) view.setUint16(at, this.tape.bits.even(16, view.getUint16(at)));
    return view.getFloat64(0);
  }

  #bytes(path: PathModel, value?: string): string {
    const { bits } = this.tape;
    const given = value === undefined ? null : Buffer.from(value, 'base64url');
    const size = SIZES[path.integer('size').code(bits, given ? SIZES.indexOf(given.length) : undefined)];
    if (size === undefined) throw new BundleError('damaged', 'Bytes of the bundle have no length.');
    const read = Buffer.alloc(size);
    for (let at = 0; at < size; at += 1) read[at] = bits.even(8, given?.[at]);
    return read.toString('base64url');
  }

  /** Any text, as it stands in the tape's texts. */
  #oddText(json?: string): string {
    const text = this.tape.text(json);
    this.tape.budget?.spend(text.length);
    return text;
  }

  #learn(path: PathModel, context: Context, keys: Keys, value: Json): Json {
    if (typeof value === 'object' && value !== null) return value;
    const own = typeof value === 'string' && this.links !== null && this.links.kindOf(value) >= 0;
    if (own) return value;
    for (const key of keys) {
      const found = path.expected.get(key);
      if (!found) path.expected.set(key, { value, runs: 0 });
      else if (Object.is(found.value, value)) found.runs += 1;
      else {
        found.value = value;
        found.runs = 0;
      }
    }
    context.before = String(value);
    if (context.anchor === '' && typeof value === 'string') context.anchor = value;
    return value;
  }

  #kindOf(path: PathModel, value: Json): number {
    if (value === null) return NULL;
    switch (typeof value) {
      case 'boolean':
        return value ? TRUE : FALSE;
      case 'number': {
        const decimals = Object.is(value, -0) ? null : decimalsOf(value);
        return decimals === null ? DOUBLE : decimals > path.decimals ? FINER : NUMBER;
      }
      case 'string':
        return this.#kindOfText(path, value);
      case 'object':
        return Array.isArray(value) ? LIST : OBJECT;
      default:
        throw new TypeError(`A record holds a ${typeof value}, which is no JSON.`);
    }
  }

  #kindOfText(path: PathModel, text: string): number {
    const link = this.links?.kindOf(text) ?? -1;
    if (link >= 0) return LINKS + link;
    if (path.dictionary.places.has(text)) return KNOWN_TEXT;
    if (!isWellFormed(text) || text.includes('\0')) return ODD_TEXT;
    if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return DIGITS;
    if (readDate(text) !== null) return DATE;
    if (readTime(text) !== null) return TIME;
    if (isBytes(text)) return BYTES;
    return NEW_TEXT;
  }

  #checkDepth(depth: number): void {
    if (this.tape.budget) this.tape.budget.checkDepth(depth);
    else if (depth > MOST_DEPTH) throw new TypeError('A record nests deeper than a bundle may.');
  }
}

type Keys = readonly [string, string, string];
const MOST_DEPTH = 32;
const DAY_MS = 86_400_000;
const SIZES = [16, 32, 64];
const HITS = ['both', 'anchor', 'before'].map((order) => [0, 1, 2, 3].map((runs) => `${order}${runs}`));

/** What is learnt under each: the leaf before with the object's first text, either alone. */
function keysOf({ before, anchor }: Context): Keys {
  return [`${anchor}\0${before}`, `${anchor}\0\0`, `\0${before}`];
}

function findExpected({ expected }: PathModel, keys: Keys) {
  for (let order = 0; order < keys.length; order += 1) {
    const found = expected.get(keys[order] ?? '');
    if (found) return { order, found };
  }
  return null;
}

function isBytes(text: string): boolean {
  if (text.length !== 22 && text.length !== 43 && text.length !== 86) return false;
  if (!/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[\w-]+$/.test(text)) return false;
  return Buffer.from(text, 'base64url').toString('base64url') === text;
}
