import { parsePatientId } from '../../records/ids.js';
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
const DAY_MS = 86_400_000;
const IST_MS = 5.5 * 3_600_000;

/** Everything that both sides learn from record to record; goes on over any number of them. */
export class RecordModel {
  private readonly root: PathModel;
  private readonly keys: PathModel;
  #links: RecordLinks;
  #values: ValueModel;
  #last = { n: 0, at: 0, type: '', by: '' };
  /** what a person wrote last */
  readonly #habits = new Map<string, string>();

  /** @param learnt one that learns nothing any more: this one begins where it is */
  constructor(
    private tape: Tape,
    learnt?: RecordModel,
  ) {
    this.root = PathModel.root(learnt?.root);
    this.keys = PathModel.root(learnt?.keys);
    this.#links = new RecordLinks(tape);
    this.#values = new ValueModel(tape, this.keys, this.#links);
  }

  /** Writes a record, or reads one where none is given. */
  code(record?: JsonObject): JsonObject {
    const { tape } = this;
    const { n: lastN, at: lastAt, type: lastType, by: lastBy } = this.#last;
    const context: Context = { before: lastType, anchor: '', at: lastAt };
    const type = this.#values.code(this.root.child('type'), context, 0, record?.['type']);
    if (typeof type !== 'string') throw new BundleError('damaged', 'A record has no type.');
    const path = this.root.child(type);
    const step = this.root
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
    this.#links.today = Math.floor((ms + IST_MS) / DAY_MS);
    const id = record?.['_id'] as string | undefined;
    const own = path.child('_id');
    const idIs = own.integer('id').code(tape.bits, id === undefined ? undefined : idKind(id, n, this.#links));
    // A numbered id repeats one of the fields, so it comes after them.
    fields['_id'] = idIs === NUMBERED ? null : this.#id(own, idIs, by, isSameWrite, id);
    context.before = `${by} ${this.#habits.get(by) ?? ''}`;
    context.anchor = '';
    if (shape.includes('visit')) this.#field(path, 'visit', context, fields, record);
    for (const key of shape) if (!Object.hasOwn(fields, key)) this.#field(path, key, context, fields, record);
    if (idIs === NUMBERED) fields['_id'] = this.#numberedId(own, n, shape, fields, id);
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
      const at = this.#oddText(text);
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

  #id(path: PathModel, kind: number, by: string, isSameWrite: boolean, id?: string): string {
    const links = this.#links;
    const near = links.nextOf(by, isSameWrite);
    const way = isSameWrite ? path.child('=') : path;
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
        return links.newPatient(path, id);
      case OTHER:
        return this.#oddText(id);
      default:
        throw new BundleError('damaged', 'Unknown kind of id.');
    }
  }

  /** `stock:BR1042:ors-sachet:61`: a word, the box, perhaps what one of the fields says, the record's number. */
  #numberedId(path: PathModel, n: number, shape: readonly string[], fields: JsonObject, id?: string): string {
    const { bits } = this.tape;
    const [word, box, ...rest] = id?.slice(0, id.lastIndexOf(':')).split(':') ?? [];
    const middle = id === undefined ? undefined : rest.join(':');
    const context = { before: '', anchor: '', at: 0 };
    const kind = this.#values.code(path, context, 0, word);
    const where = this.#links.box(path, box);
    const place =
      middle === undefined
        ? undefined
        : middle === ''
          ? 0
          : shape.findIndex((key) => fields[key] === middle) + 2;
    const found = path.integer('middle').code(bits, place);
    const said =
      found === 0
        ? ''
        : found === 1
          ? this.#values.code(path.child('middle'), context, 0, middle)
          : fields[shape[found - 2] ?? ''];
    if (typeof kind !== 'string' || typeof said !== 'string')
      throw new BundleError('damaged', 'A record has no id.');
    return `${kind}:${where}:${said === '' ? '' : `${said}:`}${n}`;
  }

  #oddText(text?: string): string {
    const read: unknown = JSON.parse(this.tape.text(text === undefined ? undefined : JSON.stringify(text)));
    if (typeof read !== 'string') throw new BundleError('damaged', 'A text of the bundle is none.');
    this.tape.budget?.spend(read.length);
    return read;
  }
}

/** `seal:BR1042:61` and longer ones */
const NUMBERED_ID = /^[a-z]+:[A-Z]{2}\d{2,6}[a-z]?:([^:\0\ud800-\udfff]+:)*\d+$/;

function idKind(id: string, n: number, links: RecordLinks): number {
  const link = links.kindOf(id);
  if (link === 0) return PATIENT;
  if (link === 1) return VISIT;
  if (link === 2) return PART;
  return NUMBERED_ID.test(id) && id.endsWith(`:${n}`) ? NUMBERED : OTHER;
}

function ordered(shape: readonly string[], fields: JsonObject): JsonObject {
  const record: JsonObject = {};
  for (const key of shape) putKey(record, key, Object.hasOwn(fields, key) ? (fields[key] as Json) : null);
  return record;
}
