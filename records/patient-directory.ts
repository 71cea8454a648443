import { readAbha } from './abha.js';
import type { Day } from './day.js';
import { householdOf } from './household.js';
import { lineageOf, patientId, patientOf, readPatientId } from './ids.js';
import type { BoxId, PatientId, VisitId } from './ids.js';
import type { LedgerRecord } from './ledger-record.js';
import type { DuplicateReason } from './likely-duplicates.js';
import { normaliseMobile } from './mobile.js';
import type { NameHit } from './name-index.js';
import { addChange, amended, demographicsOf } from './patient-amendments.js';
import type { AmendedPatient } from './patient-amendments.js';
import { PatientIndex } from './patient-index.js';
import type { NameSearch } from './patient-index.js';
import type { Demographics, PatientAmendment, PatientRecord } from './people.js';
import { searchPatients, type PatientSearch } from './search-patients.js';
import { VisitLists } from './visit-lists.js';

/** What a result list shows of a patient. */
export interface KnownPatient extends Demographics {
  id: PatientId;
  /** absent where he has never come */
  lastVisit?: Day;
  visits: number;
}

export interface LikelyDuplicate {
  patient: KnownPatient;
  /** from 0.5 (worth a look) to 1 */
  score: number;
  why: DuplicateReason[];
}

interface Snapshot {
  format: 1;
  box: BoxId;
  year: number;
  boxes: string[];
  patients: [PatientId, Demographics | null, number[]][];
  amended: [number, AmendedPatient][];
  /** absent in older snapshots */
  knownAs?: [PatientId, PatientId][];
}

/**
 * Every patient whom this box knows, by whatever a clerk may have of them. A fold over `patient`,
 * `patient-amendment`, `visit` and `referral-reply` records of any box, in any order, any number of times. The work of a query is
 * bounded: of a name that thousands share, those who were first seen last are looked at.
 */
export class PatientDirectory {
  readonly #box: BoxId;
  readonly #slots = new Map<PatientId, number>();
  readonly #ids: PatientId[] = [];
  /** null while only a visit or an amendment of the patient has arrived */
  readonly #people: (Demographics | null)[] = [];
  readonly #amended = new Map<number, AmendedPatient>();
  readonly #visits = new VisitLists();
  readonly #index = new PatientIndex(this.#people);
  /** texts that many patients share, kept once */
  readonly #shared = new Map<string, string>();
  /** patients of other facilities who were registered here before, under an id of this one */
  readonly #knownAs = new Map<PatientId, PatientId>();
  /** of the latest record: the fold has no clock */
  #year = 0;

  /** `box` is the one whose patients a bare serial means. */
  constructor(box: BoxId) {
    this.#box = box;
  }

  static restore(json: unknown): PatientDirectory {
    const snapshot = json as Snapshot;
    if (snapshot?.format !== 1 || !Array.isArray(snapshot.patients)) {
      throw new TypeError('not a snapshot of a patient directory');
    }
    const directory = new PatientDirectory(snapshot.box);
    directory.#year = snapshot.year;
    snapshot.patients.forEach(([id, person, visits]) => {
      const slot = directory.#slotOf(id);
      directory.#visits.addPacked(slot, visits, snapshot.boxes);
      if (person) directory.#put(slot, person);
    });
    for (const [slot, patient] of snapshot.amended) directory.#amended.set(slot, patient);
    for (const [id, here] of snapshot.knownAs ?? []) directory.#knownAs.set(id, here);
    return directory;
  }

  /** For `JSON.stringify`; it shares objects with the directory, so write it out before applying more. */
  snapshot(): unknown {
    const snapshot: Snapshot = {
      format: 1,
      box: this.#box,
      year: this.#year,
      boxes: this.#visits.boxes(),
      patients: this.#ids.map((id, slot) => [id, this.#people[slot] ?? null, this.#visits.packed(slot)]),
      amended: [...this.#amended],
      knownAs: [...this.#knownAs],
    };
    return snapshot;
  }

  apply(record: LedgerRecord): void {
    if (record.type === 'patient') this.#register(record);
    if (record.type === 'patient-amendment') this.#amend(record);
    if (record.type === 'referral-reply' && record.knownAs !== undefined) {
      this.#knownAs.set(record.patient, record.knownAs);
    }
    if (record.type === 'visit') {
      this.#see(record.at);
      this.#visits.add(this.#slotOf(record.patient), record._id);
    }
  }

  /** How many patients are known by name. */
  get size(): number {
    return this.#index.size;
  }

  get(id: PatientId): KnownPatient | null {
    const slot = this.#slots.get(id);
    return slot === undefined ? null : this.#known(slot);
  }

  /** The id under which a patient of another facility is known here; their own where it is that, or nobody knows. */
  idHere(id: PatientId): PatientId {
    return this.#knownAs.get(id) ?? id;
  }

  /** Newest first. */
  visitsOf(id: PatientId): VisitId[] {
    const slot = this.#slots.get(id);
    return slot === undefined ? [] : this.#visits.of(slot);
  }

  lastVisit(id: PatientId): Day | undefined {
    const slot = this.#slots.get(id);
    return slot === undefined ? undefined : this.#visits.lastVisitDay(slot);
  }

  /** By a whole number, or by at least four of its first or last digits; who came last stands first. */
  findByMobile(typed: string, limit = 10): KnownPatient[] {
    const slots = this.#index.withMobile(normaliseMobile(typed));
    return this.#shown(
      slots.sort((a, b) => this.#laterFirst(a, b)),
      limit,
    );
  }

  /** By number or address: usually one patient, several where one person was registered twice. */
  findByAbha(typed: string, limit = 10): KnownPatient[] {
    const key = readAbha(typed).abha ?? typed.trim().toLowerCase();
    const slots = this.#index.withAbha(key);
    return this.#shown(
      slots.sort((a, b) => this.#laterFirst(a, b)),
      limit,
    );
  }

  /** Everybody of a person's household, that person too, in the order in which they were first seen. */
  household(id: PatientId): KnownPatient[] {
    const person = this.get(id);
    if (!person) return [];
    const home = householdOf(id, person);
    const head = this.get(home);
    const others = this.#index.ofHousehold(home).map((slot) => this.#known(slot)!);
    // One who moved out of the household that goes by them is no member of it.
    return head && householdOf(home, head) === home
      ? [head, ...others.filter((one) => one.id !== head.id)]
      : others;
  }

  /** Everybody who is known by name, in the order in which they were first seen. */
  everybody(): KnownPatient[] {
    return this.#ids.map((_, slot) => this.#known(slot)).filter((person) => person !== null);
  }

  /** By health id, forgivingly written, or by the bare serial of this box. */
  findById(typed: string): KnownPatient | null {
    const read = readPatientId(typed);
    if (read) return this.get(this.idHere(read.id));
    const serial = normaliseMobile(typed);
    if (!/^\d{1,9}$/.test(serial) || Number(serial) === 0) return null;
    // A box that was restored on new hardware bears a letter; the patients from before don't.
    const boxes = lineageOf(this.#box).reverse();
    return (
      boxes.map((box) => this.get(patientId(box, Number(serial)))).find((found) => found !== null) ?? null
    );
  }

  /** By name in either script, in any usual spelling and order, the last word perhaps half typed. */
  findByName(typed: string, options: NameSearch = {}): KnownPatient[] {
    const hits = this.#index.named(typed, options).sort((a, b) => this.#likerFirst(a, b));
    return this.#shown(
      hits.map((hit) => hit.slot),
      options.limit ?? 10,
    );
  }

  /** Finds patients by whatever was typed or scanned; `kind` says how it was understood. */
  search(text: string, options: NameSearch = {}): PatientSearch {
    return searchPatients(this, text, options);
  }

  /** Who may be the person that is about to be registered, likeliest first. Nothing is ever merged by it. */
  likelyDuplicates(person: Demographics, limit = 5): LikelyDuplicate[] {
    return this.#index
      .duplicatesOf(person, this.#year)
      .sort((a, b) => b.score - a.score || this.#laterFirst(a.slot, b.slot))
      .slice(0, limit)
      .map(({ slot, score, why }) => ({ patient: this.#known(slot)!, score, why }));
  }

  #register(record: PatientRecord): void {
    this.#see(record.at);
    const slot = this.#slotOf(record._id);
    const before = this.#people[slot] ?? null;
    const waiting = this.#amended.get(slot);
    if (waiting ? waiting.first !== null : before !== null) return;
    const person = demographicsOf(record);
    if (waiting) waiting.first = person;
    // Later words alone may have made somebody of another facility known.
    if (before) this.#index.remove(slot, before);
    this.#put(slot, (waiting && amended(waiting)) ?? person);
  }

  #amend(record: PatientAmendment): void {
    const slot = this.#slotOf(patientOf(record._id));
    const before = this.#people[slot] ?? null;
    const patient = this.#amended.get(slot) ?? { first: before, changes: [] };
    addChange(patient, record);
    this.#amended.set(slot, patient);
    const after = amended(patient);
    if (before) this.#index.remove(slot, before);
    if (after) this.#put(slot, after);
  }

  #see(at: string): void {
    const year = Number(at.slice(0, 4));
    if (year > this.#year) this.#year = year;
  }

  #slotOf(id: PatientId): number {
    const known = this.#slots.get(id);
    if (known !== undefined) return known;
    const slot = this.#ids.push(id) - 1;
    this.#slots.set(id, slot);
    this.#people.push(null);
    return slot;
  }

  #put(slot: number, person: Demographics): void {
    if (person.village !== undefined) person.village = this.#once(person.village);
    if (person.birthDate !== undefined) person.birthDate = this.#once(person.birthDate);
    person.name = this.#once(person.name);
    this.#people[slot] = person;
    this.#index.add(slot, person);
  }

  #known(slot: number): KnownPatient | null {
    const person = this.#people[slot];
    if (!person) return null;
    const lastVisit = this.#visits.lastVisitDay(slot);
    return {
      ...person,
      id: this.#ids[slot]!,
      visits: this.#visits.count(slot),
      ...(lastVisit !== undefined && { lastVisit }),
    };
  }

  #shown(slots: number[], limit: number): KnownPatient[] {
    return slots.slice(0, limit).map((slot) => this.#known(slot)!);
  }

  #laterFirst(a: number, b: number): number {
    return this.#visits.lastDay(b) - this.#visits.lastDay(a) || (this.#ids[a]! < this.#ids[b]! ? 1 : -1);
  }

  #likerFirst(a: NameHit, b: NameHit): number {
    const alike = Math.round(b.score * 50) - Math.round(a.score * 50);
    return alike || b.exact - a.exact || this.#laterFirst(a.slot, b.slot);
  }

  #once(text: string): string {
    const kept = this.#shared.get(text);
    if (kept !== undefined) return kept;
    if (this.#shared.size < 200_000) this.#shared.set(text, text);
    return text;
  }
}
