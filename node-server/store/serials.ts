import type { Day } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import {
  parsePatientId,
  lineageOf,
  parseVisitId,
  partSerial,
  visitOf,
  type BoxId,
  type PartKind,
  type VisitId,
} from '../../records/ids.js';
import type { LedgerRecord, RecordOf } from '../../records/ledger-record.js';
import type { Fold } from './fold.js';

/**
 * The last serials that this box and those it took over from gave out: patients, tokens of a day, parts of the visits
 * at hand. So a token is never given twice on the day of a restore, and a patient's short number stays one person's.
 */
export class Serials implements Fold {
  lastPatient = 0;
  readonly #tokens = new Map<Day, number>();
  readonly #parts = new Map<VisitId, Map<PartKind, number>>();

  readonly #boxes: ReadonlySet<BoxId>;

  constructor(box: BoxId) {
    this.#boxes = new Set(lineageOf(box));
  }

  lastToken(day: Day): number {
    return this.#tokens.get(day) ?? 0;
  }

  lastPart(visit: VisitId, kind: PartKind): number {
    const parts = this.#parts.get(visit);
    if (!parts) throw new FacilityError('not-found', 'There is no such visit.');
    return parts.get(kind) ?? 0;
  }

  forget(visit: VisitId): void {
    this.#parts.delete(visit);
  }

  apply(record: LedgerRecord): void {
    if (record.type === 'patient') {
      const parsed = parsePatientId(record._id);
      if (parsed && this.#boxes.has(parsed.box)) this.lastPatient = Math.max(this.lastPatient, parsed.serial);
    } else if (record.type === 'restore') {
      if (record.skipTo) this.#skipTo(record.skipTo);
    } else if (record._id.startsWith('visit:')) {
      this.#applyVisit(record._id);
    }
  }

  #skipTo({ day, token, patient }: NonNullable<RecordOf<'restore'>['skipTo']>): void {
    this.#tokens.set(day, Math.max(this.lastToken(day), token));
    this.lastPatient = Math.max(this.lastPatient, patient);
  }

  #applyVisit(id: string): void {
    const visit = visitOf(id);
    const [, , , kind, serial] = id.split(':') as [string, string, string, PartKind?, string?];
    const parts = this.#parts.get(visit) ?? new Map<PartKind, number>();
    this.#parts.set(visit, parts);
    if (kind && serial) {
      parts.set(kind, Math.max(parts.get(kind) ?? 0, partSerial(id)));
      return;
    }
    const parsed = parseVisitId(visit);
    if (!parsed || !this.#boxes.has(parsed.box)) return;
    this.#tokens.set(parsed.day, Math.max(this.lastToken(parsed.day), parsed.token));
  }
}
