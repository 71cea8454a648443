import { parsePatientId, visitOf } from '../../records/ids.js';
import { BundleError } from './bundle-error.js';
import { folded, unfolded } from './integer-model.js';
import { putKey, type Json, type JsonObject } from './json.js';
import { PathModel } from './path-model.js';
import { readVisit, RecordLinks, sayVisit } from './record-links.js';
import type { Tape } from './tape.js';
import { ValueModel, type Context } from './value-model.js';
import { readTime, sayTime } from './written-times.js';

/** How an id is told. */
const PART = 0;
const VISIT = 1;
const PATIENT = 2;
/** ends in the record's own number */
const NUMBERED = 3;
const OTHER = 4;
/** How a time is told. */
const SAME = 0;
const LATER = 1;
const EARLIER = 2;
const NO_TIME = 3;

/** Everything that both sides learn from record to record; goes on over any number of them. */
export class RecordModel {
  readonly #root: PathModel;
  #links: RecordLinks;
  #values: ValueModel;
  #last = { n: 0, at: 0, type: '', by: '' };
  /** what a person wrote last */
  readonly #habits = new Map<string, string>();

  constructor(private tape: Tape) {
    this.#root = PathModel.root();
    this.#links = new RecordLinks(tape);
    this.#values = new ValueModel(tape, this.#links);
  }

  /** Goes on with another tape; what records name is forgotten, how they look is kept. */
  change(tape: Tape): void {
    this.tape = tape;
    this.#links = new RecordLinks(tape);
    this.#values = new ValueModel(tape, this.#links);
    this.#last = { n: 0, at: 0, type: '', by: '' };
  }

  /** Writes a record, or reads one where none is given. */
  code(record?: JsonObject): JsonObject {
    const { tape } = this;
    const { n: lastN, at: lastAt, type: lastType, by: lastBy } = this.#last;
    const context: Context = { before: lastType, anchor: '', at: lastAt };
    const type = this.#values.code(this.#root.child('type'), context, 0, record?.['type']);
    if (typeof type !== 'string') throw new BundleError('damaged', 'A record has no type.');
    const path = this.#root.child(type);
    const step = this.#root
      .integer('n')
      .code(tape.bits, record && folded((record['n'] as number) - lastN - 1));
    const n = lastN + 1 + unfolded(step);
    const { at, ms, isSame } = this.#time(path, lastAt, record?.['at'] as string | undefined);
    context.at = ms;
    const shape = this.#values.shape(path, record && Object.keys(record));
    const fields: JsonObject = { type, n, at };
    context.before = isSame ? `=${lastBy}` : type;
    let by = '';
    if (shape.includes('by')) {
      fields['by'] = this.#values.code(path.child('by'), context, 0, record?.['by']);
      if (typeof fields['by'] === 'string') by = fields['by'];
    }
    const isSameWrite = isSame && by === lastBy;
    fields['_id'] = this.#id(path, n, by, isSameWrite, record?.['_id'] as string | undefined);
    context.before = `${by} ${this.#habits.get(by) ?? ''}`;
    context.anchor = '';
    if (shape.includes('visit')) this.#field(path, 'visit', context, fields, record);
    for (const key of shape) if (!Object.hasOwn(fields, key)) this.#field(path, key, context, fields, record);
    this.#habits.set(by, `${type} ${context.anchor}`);
    this.#last = { n, at: ms, type, by };
    const { patient } = fields;
    if (typeof patient === 'string' && parsePatientId(patient)) this.#links.belongs(patient);
    return record ?? ordered(shape, fields);
  }

  #field(path: PathModel, key: string, context: Context, fields: JsonObject, record?: JsonObject): void {
    const value = this.#values.code(path.child(key), context, 0, record?.[key]);
    putKey(fields, key, value);
    const visit = key === 'visit' && typeof value === 'string' ? readVisit(value) : null;
    if (visit) this.#links.turnTo(typeof fields['by'] === 'string' ? fields['by'] : '', visit);
  }

  #time(path: PathModel, last: number, text?: string): { at: string; ms: number; isSame: boolean } {
    const { tape } = this;
    const given = text === undefined ? undefined : readTime(text);
    const kind = path
      .integer('at')
      .code(
        tape.bits,
        given === undefined
          ? undefined
          : given === null
            ? NO_TIME
            : given === last
              ? SAME
              : given > last
                ? LATER
                : EARLIER,
      );
    if (kind === SAME) return { at: text ?? sayTime(last), ms: last, isSame: true };
    if (kind === NO_TIME) {
      const at = JSON.parse(tape.text(text === undefined ? undefined : JSON.stringify(text))) as string;
      return { at, ms: last, isSame: false };
    }
    if (kind > NO_TIME) throw new BundleError('damaged', 'Unknown kind of time.');
    const given2 = given ?? undefined;
    const step = path
      .integer(`at${kind}`)
      .code(tape.bits, given2 === undefined ? undefined : Math.abs(given2 - last));
    const ms = kind === LATER ? last + step : last - step;
    return { at: text ?? sayTime(ms), ms, isSame: false };
  }

  #id(path: PathModel, n: number, by: string, isSameWrite: boolean, id?: string): string {
    const { tape } = this;
    const links = this.#links;
    const own = path.child('_id');
    const kind = own.integer('id').code(tape.bits, id === undefined ? undefined : idKind(id, n, links));
    const near = links.nextOf(by, isSameWrite);
    const way = isSameWrite ? own.child('=') : own;
    switch (kind) {
      case PART: {
        const part = links.part(way, near, id, 'next');
        links.staysWith(by);
        return part;
      }
      case VISIT: {
        const visit = links.visit(way, near, id);
        links.turnTo(by, visit);
        return sayVisit(visit);
      }
      case PATIENT:
        return links.newPatient(own, id);
      case NUMBERED: {
        const context = { before: '', anchor: '', at: 0 };
        const prefix = this.#values.code(own, context, 0, id?.slice(0, id.lastIndexOf(':')));
        if (typeof prefix !== 'string') throw new BundleError('damaged', 'A record has no id.');
        return `${prefix}:${n}`;
      }
      case OTHER: {
        const text = JSON.parse(tape.text(id === undefined ? undefined : JSON.stringify(id))) as unknown;
        if (typeof text !== 'string') throw new BundleError('damaged', 'A record has no id.');
        return text;
      }
      default:
        throw new BundleError('damaged', 'Unknown kind of id.');
    }
  }
}

function idKind(id: string, n: number, links: RecordLinks): number {
  const link = links.kindOf(id);
  if (link === 0) return PATIENT;
  if (link === 1) return VISIT;
  if (link === 2) return PART;
  return id.endsWith(`:${n}`) && visitOf(id) !== '' ? NUMBERED : OTHER;
}

function ordered(shape: readonly string[], fields: JsonObject): JsonObject {
  const record: JsonObject = {};
  for (const key of shape) putKey(record, key, Object.hasOwn(fields, key) ? (fields[key] as Json) : null);
  return record;
}
