import type { MoveRecord, Station, VisitRecord } from './care.js';
import { moveOutcome } from './check-move.js';
import { startOfDay, type Day } from './day.js';
import { parseVisitId, visitOf, type PatientId, type VisitId } from './ids.js';
import type { LedgerRecord } from './ledger-record.js';
import { enterQueue, isOpen, isPresent, moveEntry, type QueueEntry } from './queue-entry.js';
import { queueOrder } from './queue-order.js';
import type { Workflow } from './workflow.js';

/** Services that an expected wait is reckoned from. */
const RECENT_SERVICES = 9;

/** Who came to a station so long before midnight was left over from the day: those of the new day go first. */
const NIGHT_MS = 6 * 3600 * 1000;

export interface StationCounts {
  waiting: number;
  called: number;
  held: number;
  skipped: number;
  /** visits whose last station this was */
  finished: number;
  left: number;
}

/**
 * The queue of one day, folded from visits and moves in order of `n`. Each visit is at one station. A move that
 * is not allowed (see `moveOutcome`) changes nothing, so any ledger folds to a sound queue.
 *
 * Visits of the day before that were open at midnight are carried over: they wait, are called and moved like the
 * day's own, but are not counted among them, and their tokens are of another series.
 */
export class QueueFold {
  readonly #entries = new Map<VisitId, QueueEntry>();
  /** calls made at each station, without recalls */
  readonly #calls = new Map<Station, number>();
  /** calls that its station had made when a visit was skipped */
  readonly #skippedAt = new Map<VisitId, number>();
  readonly #services = new Map<Station, { minutes: number; room: string | null }[]>();
  /** this day's visits of each patient, first to last */
  readonly #visitsOf = new Map<PatientId, VisitId[]>();

  /** `workflow` may be replaced at any time: it decides answers, never the folded state. */
  constructor(
    readonly day: Day,
    public workflow: Workflow,
    carried: readonly QueueEntry[] = [],
  ) {
    for (const entry of carried) this.#entries.set(entry.visit, entry);
  }

  /** The queue of a later day as it begins, with those who are still here. */
  turnTo(day: Day, workflow: Workflow): QueueFold {
    const open = [...this.#entries.values()].filter((entry) => isOpen(entry) && isPresent(entry, day));
    return new QueueFold(day, workflow, open);
  }

  apply(record: LedgerRecord): void {
    if (record.type === 'visit') this.#enter(record);
    else if (record.type === 'move') this.#move(record);
  }

  entry(visit: VisitId): QueueEntry | undefined {
    return this.#entries.get(visit);
  }

  /** The visits of this day. */
  entries(): QueueEntry[] {
    return [...this.#entries.values()].filter(({ day }) => day === this.day);
  }

  /** Open visits of the day before. */
  carried(): QueueEntry[] {
    return [...this.#entries.values()].filter((entry) => entry.day !== this.day && isOpen(entry));
  }

  /** Who bears the token: this day's visit first, then one of yesterday that is still open. */
  byToken(token: number): QueueEntry[] {
    return [...this.entries(), ...this.carried()].filter((entry) => entry.token === token);
  }

  /** The patient's unfinished visit of this day: a second slip for it would be a double click. */
  openVisitOf(patient: PatientId): QueueEntry | undefined {
    const visits = this.#visitsOf.get(patient) ?? [];
    return visits.map((visit) => this.#entries.get(visit)).find((entry) => entry && isOpen(entry));
  }

  /** Those who wait and those who were skipped, in the order in which they will be called. */
  waiting(station: Station): QueueEntry[] {
    const here = this.#at(station);
    const calls = this.#calls.get(station) ?? 0;
    const order = (entries: QueueEntry[]) =>
      queueOrder(entries, this.workflow, (entry) => calls - (this.#skippedAt.get(entry.visit) ?? 0));
    const leftOver = startOfDay(this.day) - NIGHT_MS;
    const isLeftOver = ({ enteredAt }: QueueEntry) => Date.parse(enteredAt) < leftOver;
    return [
      ...order(here.filter((entry) => !isLeftOver(entry))),
      ...order(here.filter((entry) => isLeftOver(entry))),
    ];
  }

  next(station: Station): QueueEntry | undefined {
    return this.waiting(station)[0];
  }

  /** Those being served, the latest call first. */
  current(station: Station): QueueEntry[] {
    const called = this.#at(station).filter((entry) => entry.state === 'called');
    return called.sort((a, b) => Date.parse(b.since) - Date.parse(a.since) || b.token - a.token);
  }

  held(station: Station): QueueEntry[] {
    return this.#at(station).filter((entry) => entry.state === 'held');
  }

  /** Place in the line of its station, from 1; null where the visit stands in no line. */
  position(visit: VisitId): number | null {
    const entry = this.#entries.get(visit);
    if (!entry) return null;
    const index = this.waiting(entry.station).findIndex((waiting) => waiting.visit === visit);
    return index < 0 ? null : index + 1;
  }

  /**
   * Whole minutes until the visit's call, or null where it stands in no line: those ahead, being served or
   * waiting, times the median of today's recent services here, shared by the rooms that gave them.
   */
  expectedWait(visit: VisitId): number | null {
    const position = this.position(visit);
    const station = this.#entries.get(visit)?.station;
    if (position === null || !station) return null;
    const services = this.#services.get(station) ?? [];
    const current = this.current(station);
    const rooms = new Set([...services, ...current].map(({ room }) => room)).size || 1;
    const ahead = position - 1 + current.length;
    return Math.ceil((ahead * this.#serviceMinutes(station)) / rooms);
  }

  /** Open visits that have been in one state for longer than `minutes` (else their station's limit) at `now`. */
  stuck(now: number, minutes?: number): QueueEntry[] {
    return this.#open().filter((entry) => {
      const limit = minutes ?? this.#station(entry.station)?.stuckMinutes ?? Infinity;
      return now - Date.parse(entry.since) > limit * 60_000;
    });
  }

  counts(): Partial<Record<Station, StationCounts>> {
    const counts: Partial<Record<Station, StationCounts>> = {};
    const nobody = { waiting: 0, called: 0, held: 0, skipped: 0, finished: 0, left: 0 };
    for (const { id } of this.workflow.stations) counts[id] = { ...nobody };
    for (const { station, state } of [...this.carried(), ...this.entries()])
      (counts[station] ??= { ...nobody })[state] += 1;
    return counts;
  }

  #enter(visit: VisitRecord): void {
    if (parseVisitId(visit._id)?.day !== this.day || this.#entries.has(visit._id)) return;
    this.#entries.set(visit._id, enterQueue(visit));
    this.#visitsOf.set(visit.patient, [...(this.#visitsOf.get(visit.patient) ?? []), visit._id]);
  }

  #move(move: MoveRecord): void {
    const before = this.#entries.get(visitOf(move._id));
    if (!before || moveOutcome(before, move) !== 'allowed') return;
    const after = moveEntry(before, move);
    this.#entries.set(before.visit, after);

    const { station } = before;
    if (after.state === 'called' && before.state !== 'called') {
      this.#calls.set(station, (this.#calls.get(station) ?? 0) + 1);
    }
    if (after.state === 'skipped' && before.state !== 'skipped') {
      this.#skippedAt.set(before.visit, this.#calls.get(station) ?? 0);
    }
    const stay = after.stays[before.stays.length];
    if (stay && stay.service !== null) {
      const services = [...(this.#services.get(station) ?? []), { minutes: stay.service, room: before.room }];
      this.#services.set(station, services.slice(-RECENT_SERVICES));
    }
  }

  #at(station: Station): QueueEntry[] {
    return this.#open().filter((entry) => entry.station === station);
  }

  #open(): QueueEntry[] {
    return [...this.#entries.values()].filter(isOpen);
  }

  #station(id: Station) {
    return this.workflow.stations.find((station) => station.id === id);
  }

  #serviceMinutes(station: Station): number {
    const minutes = (this.#services.get(station) ?? [])
      .map((service) => service.minutes)
      .sort((a, b) => a - b);
    const middle = minutes.length / 2;
    if (minutes.length === 0) return this.#station(station)?.minutes ?? 0;
    return ((minutes[Math.ceil(middle) - 1] ?? 0) + (minutes[Math.floor(middle)] ?? 0)) / 2;
  }
}
