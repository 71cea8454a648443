import type { Instant } from '../../records/clock.js';
import { dayOf, type Day } from '../../records/day.js';
import type { Draft, Envelope } from '../../records/envelope.js';
import {
  boxRecordId,
  deviceRecordId,
  facilityRecordId,
  partId,
  patientId,
  patientPartId,
  staffRecordId,
  stockId,
  summaryId,
  visitId,
  type BoxId,
  type BoxRecordKind,
  type PartKind,
  type PatientId,
  type StaffId,
  type VisitId,
} from '../../records/ids.js';
import type { LedgerRecord, RecordOf, RecordType } from '../../records/ledger-record.js';
import { validateRecord } from '../../records/record-schemas.js';
import { recordVersion } from '../../records/record-version.js';
import type { LedgerState } from './ledger.js';

/** The fields that a caller gives: the ledger knows the rest. */
type Fields<T extends RecordType> = Omit<Draft<RecordOf<T>>, '_id' | 'type'>;

/** Types that stand under a visit, and the word for each in its id. */
const PART_KINDS = {
  move: 'move',
  vitals: 'vitals',
  consultation: 'consultation',
  diagnosis: 'diagnosis',
  prescription: 'rx',
  'lab-order': 'lab-order',
  'lab-result': 'lab-result',
  'lab-ack': 'lab-ack',
  dispense: 'dispense',
  'dispense-return': 'return',
  referral: 'referral',
  'referral-results': 'referral-results',
  'referral-cancel': 'referral-cancel',
  admission: 'admission',
} as const satisfies Partial<Record<RecordType, PartKind>>;

/** Record types that `patientPart` writes. */
export type PatientPartType = 'patient-amendment' | 'allergy' | 'restriction' | 'consent' | 'same-person';

/** Record types that `part` writes. */
export type PartType = keyof typeof PART_KINDS;

/**
 * Everything that one append writes, in one atomic batch. Handed to the append's builder; nothing outside it
 * changes until the builder has returned, so a builder may throw at any point.
 */
export class Drafting {
  readonly at: string;
  /** the Indian day of `at`, which new visits belong to */
  readonly day: Day;
  readonly records: LedgerRecord[] = [];
  /** `_local` documents of the same batch: they stay on this box and are no records */
  readonly locals: { _id: string; [key: string]: unknown }[] = [];
  readonly #envelope: Instant & Pick<Envelope, 'by'>;

  constructor(
    private readonly boxId: BoxId,
    private readonly state: Pick<LedgerState, 'lastN' | 'serials' | 'recordsOf'>,
    by: StaffId,
    instant: Instant,
  ) {
    this.at = instant.at;
    this.day = dayOf(instant.at);
    this.#envelope = { ...instant, by };
  }

  /** A visit's records as they stand now, with those drafted here. The visit must be among those that the append names. */
  recordsOf(visit: VisitId): LedgerRecord[] {
    const drafted = this.records.filter(({ _id }) => _id === visit || _id.startsWith(`${visit}:`));
    return [...this.state.recordsOf(visit), ...drafted];
  }

  patient(fields: Fields<'patient'>): RecordOf<'patient'> {
    const drafted = this.records.filter((record) => record.type === 'patient').length;
    const id = patientId(this.boxId, this.state.serials.lastPatient + drafted + 1);
    return this.#add({ ...fields, _id: id, type: 'patient' });
  }

  /** A visit of today with the day's next token. */
  visit(fields: Fields<'visit'>): RecordOf<'visit'> {
    const drafted = this.records.filter((record) => record.type === 'visit').length;
    const id = visitId(this.boxId, this.day, this.state.serials.lastToken(this.day) + drafted + 1);
    return this.#add({ ...fields, _id: id, type: 'visit' });
  }

  /** What a station adds to a visit. The visit must be among those that the append names. */
  part<T extends PartType>(visit: VisitId, type: T, fields: Fields<T>): RecordOf<T> {
    const kind = PART_KINDS[type];
    const drafted = this.records.filter(({ _id }) => _id.startsWith(`${visit}:${kind}:`)).length;
    const standing = this.records.some(({ _id }) => _id === visit)
      ? 0
      : this.state.serials.lastPart(visit, kind);
    const id = partId(visit, kind, standing + drafted + 1, this.boxId);
    return this.#add({ ...fields, _id: id, type });
  }

  /** What this box adds to a patient. */
  patientPart<T extends PatientPartType>(patient: PatientId, type: T, fields: Fields<T>) {
    return this.#add<T>({ ...fields, _id: patientPartId(patient, this.boxId, this.#nextN()), type });
  }

  stock(fields: Fields<'stock'>): RecordOf<'stock'> {
    return this.#add({ ...fields, _id: stockId(this.boxId, fields.item, this.#nextN()), type: 'stock' });
  }

  staff(fields: Fields<'staff'>): RecordOf<'staff'> {
    return this.#add({
      ...fields,
      _id: staffRecordId(this.boxId, fields.staff, this.#nextN()),
      type: 'staff',
    });
  }

  facility(fields: Fields<'facility'>): RecordOf<'facility'> {
    return this.#add({ ...fields, _id: facilityRecordId(this.boxId, this.#nextN()), type: 'facility' });
  }

  /** The last serials that were given out before this append. */
  lastNumbers(): { day: Day; token: number; patient: number } {
    const { serials } = this.state;
    return { day: this.day, token: serials.lastToken(this.day), patient: serials.lastPatient };
  }

  /** A record of the box about itself. */
  box<T extends BoxRecordKind & RecordType>(type: T, fields: Fields<T>): RecordOf<T> {
    return this.#add({ ...fields, _id: boxRecordId(type, this.boxId, this.#nextN()), type });
  }

  /** What this facility says of a referral that came to it. */
  referralReply(fields: Fields<'referral-reply'>): RecordOf<'referral-reply'> {
    const id = boxRecordId('referral', this.boxId, this.#nextN());
    return this.#add({ ...fields, _id: id, type: 'referral-reply' });
  }

  /** What a day came to, under the day's next serial. */
  summary(serial: number, fields: Fields<'summary'>): RecordOf<'summary'> {
    return this.#add({ ...fields, _id: summaryId(this.boxId, fields.day, serial), type: 'summary' });
  }

  device(fields: Fields<'device'>): RecordOf<'device'> {
    return this.#add({
      ...fields,
      _id: deviceRecordId(this.boxId, fields.device, this.#nextN()),
      type: 'device',
    });
  }

  /** Keeps a document on this box only, written with the records (a password's hash). */
  keepLocal(name: string, body: Record<string, unknown>): void {
    this.locals.push({ ...body, _id: `_local/${name}` });
  }

  #nextN(): number {
    return this.state.lastN + this.records.length + 1;
  }

  #add<T extends RecordType>(draft: { _id: string; type: RecordType }): RecordOf<T> {
    const v = recordVersion(draft.type);
    const record = validateRecord({ ...draft, n: this.#nextN(), ...this.#envelope, v }) as RecordOf<T>;
    this.records.push(record);
    return record;
  }
}
