import { isoDate } from '../../records/day.js';
import { parsePatientId, parseVisitId, patientId, visitId, visitOf } from '../../records/ids.js';
import { BundleError } from './bundle-error.js';
import { folded, unfolded } from './integer-model.js';
import type { PathModel } from './path-model.js';
import type { Tape } from './tape.js';
import type { Links } from './value-model.js';
import { readDate, sayDate } from './written-times.js';

const PATIENT = 0;
const VISIT = 1;
const PART = 2;

/** What is remembered of the patients that were named lately. */
const MOST_RECENT = 200;

export interface Visit {
  box: string;
  /** days since 1970 */
  day: number;
  serial: number;
}

/**
 * The ids that records name: most are of the visit at hand, of its patient, or of one who was named a moment ago. Both
 * sides keep the same memory while they go from record to record.
 */
export class RecordLinks implements Links {
  /** the visit at hand: of this record, else of the one before */
  #here: Visit = { box: '', day: 0, serial: 0 };
  readonly #lastOf = new Map<string, Visit>();
  readonly #patients = new Map<string, string>();
  /** lately named first */
  readonly #recent: string[] = [];
  /** how many parts of a kind a visit has */
  readonly #parts = new Map<string, number>();
  #box = '';
  #newest = 0;
  #lastSerial = 0;

  /** the Indian day of the record at hand, days since 1970 */
  today = 0;

  constructor(private readonly tape: Tape) {}

  kindOf(text: string): number {
    if (text.startsWith('patient:')) return parsePatientId(text) ? PATIENT : -1;
    if (!text.startsWith('visit:')) return -1;
    const visit = readVisit(visitOf(text));
    if (!visit) return -1;
    if (text === sayVisit(visit)) return VISIT;
    return readPart(text) ? PART : -1;
  }

  code(path: PathModel, kind: number, text?: string): string {
    if (kind === PATIENT) return this.patient(path, text);
    if (kind === VISIT) return sayVisit(this.visit(path, this.#here, text));
    if (kind === PART) return this.part(path, this.#here, text, 'back');
    throw new BundleError('damaged', 'Unknown kind of link.');
  }

  /** The visit that a person's next record is about, as far as one can tell. */
  nextOf(by: string, isSameWrite: boolean): Visit {
    return isSameWrite ? this.#here : (this.#lastOf.get(by) ?? this.#here);
  }

  /** The visit at hand is now this one. */
  turnTo(by: string, visit: Visit): void {
    this.#here = visit;
    this.#lastOf.set(by, visit);
    const patient = this.#patients.get(sayVisit(visit));
    if (patient !== undefined) this.#touch(patient);
  }

  staysWith(by: string): void {
    this.#lastOf.set(by, this.#here);
  }

  /** A record says whose visit it is. */
  belongs(patient: string): void {
    this.#patients.set(sayVisit(this.#here), patient);
  }

  visit(path: PathModel, near: Visit, text?: string): Visit {
    const { tape } = this;
    const given = text === undefined ? null : readVisit(text);
    const isNear = given?.box === near.box && given.day === near.day;
    const away = path.integer('visit-day').code(tape.bits, given ? Number(!isNear) : undefined) !== 0;
    let { box, day } = near;
    if (away) {
      box = this.box(path, given?.box);
      const days = path
        .integer('visit-days')
        .code(tape.bits, given ? folded(given.day - this.today) : undefined);
      day = this.today + unfolded(days);
    }
    const step = path
      .integer('visit')
      .code(tape.bits, given ? folded(given.serial - near.serial) : undefined);
    const serial = near.serial + unfolded(step);
    if (serial < 0) throw new BundleError('damaged', 'A visit has no number.');
    return given ?? { box, day, serial };
  }

  part(path: PathModel, near: Visit, text: string | undefined, way: 'next' | 'back'): string {
    const { tape } = this;
    const given = text === undefined ? null : readPart(text);
    const visit = this.visit(path, near, given ? sayVisit(given.visit) : undefined);
    const known = path.dictionary;
    const place = path
      .integer('part-kind')
      .code(tape.bits, given ? (known.places.get(given.kind) ?? known.texts.length) : undefined);
    let kind = known.texts[place];
    if (kind === undefined) {
      kind = tape.text(given?.kind);
      if (known.places.has(kind)) throw new BundleError('damaged', 'A new word is an old one.');
      known.add(kind);
    }
    const name = `${sayVisit(visit)}:${kind}`;
    const count = this.#parts.get(name) ?? 0;
    const base = way === 'next' ? count + 1 : count;
    const step = path.integer('part').code(tape.bits, given ? folded(given.serial - base) : undefined);
    const serial = base + unfolded(step);
    if (serial > count) this.#parts.set(name, serial);
    if (way === 'next') this.#here = visit;
    return `${name}:${serial}`;
  }

  patient(path: PathModel, text?: string): string {
    const { tape } = this;
    const mine = this.#patients.get(sayVisit(this.#here));
    const order = mine === undefined ? 'patient' : 'patient-of-visit';
    // 0: the visit's own; 1: another; then those who were named lately.
    let place: number | undefined;
    if (text !== undefined) {
      const recent = this.#recent.indexOf(text);
      place = text === mine ? 0 : recent < 0 ? 1 : recent + 2;
    }
    const found = path.integer(order).code(tape.bits, place);
    const known = found === 0 ? mine : found === 1 ? this.#otherPatient(path, text) : this.#recent[found - 2];
    if (known === undefined) throw new BundleError('damaged', 'The bundle points outside of itself.');
    this.#touch(known);
    return known;
  }

  /** The id of a patient's own record. */
  newPatient(path: PathModel, text?: string): string {
    const id = this.#numbered(path, 'patient-new', this.#newest + 1, text);
    this.#newest = this.#lastSerial;
    this.#touch(id);
    return id;
  }

  #otherPatient(path: PathModel, text?: string): string {
    return this.#numbered(path, 'patient-step', this.#lastSerial, text);
  }

  #numbered(path: PathModel, name: string, base: number, text?: string): string {
    const { bits } = this.tape;
    const given = text === undefined ? null : parsePatientId(text);
    const box = this.box(path, given?.box);
    const step = path.integer(name).code(bits, given ? folded(given.serial - base) : undefined);
    this.#lastSerial = base + unfolded(step);
    if (this.#lastSerial < 0) throw new BundleError('damaged', 'A patient has no number.');
    return patientId(box, this.#lastSerial);
  }

  /** Mostly the box that was named before. */
  box(path: PathModel, text?: string): string {
    const { tape } = this;
    const other = path
      .integer('box')
      .code(tape.bits, text === undefined ? undefined : Number(text !== this.#box));
    if (other !== 0) this.#box = tape.text(text);
    return this.#box;
  }

  #touch(patient: string): void {
    const at = this.#recent.indexOf(patient);
    if (at === 0) return;
    if (at > 0) this.#recent.splice(at, 1);
    this.#recent.unshift(patient);
    if (this.#recent.length > MOST_RECENT) this.#recent.pop();
  }
}

export function readVisit(text: string): Visit | null {
  const parsed = parseVisitId(text);
  if (!parsed || parsed.token > 2 ** 40) return null;
  const { box, day: date, token: serial } = parsed;
  const day = readDate(isoDate(date));
  if (day === null) return null;
  const visit = { box, day, serial };
  return sayVisit(visit) === text ? visit : null;
}

export function sayVisit({ box, day, serial }: Visit): string {
  return visitId(box, sayDate(day).replaceAll('-', ''), serial);
}

function readPart(text: string): { visit: Visit; kind: string; serial: number } | null {
  const visit = readVisit(visitOf(text));
  const found = /^:([a-z-]{1,20}):([1-9]\d{0,5})$/.exec(text.slice(visitOf(text).length));
  if (!visit || !found) return null;
  return { visit, kind: found[1] ?? '', serial: Number(found[2]) };
}
