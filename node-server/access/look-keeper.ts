import type { AccessRecord } from '../../records/box.js';
import { FacilityError } from '../../records/facility-error.js';
import type { PatientId, StaffId } from '../../records/ids.js';
import type { Facility } from '../facility.js';

/** One answer to one person. */
export interface Look extends Pick<AccessRecord, 'action' | 'route' | 'patients' | 'visit' | 'device'> {
  by: StaffId;
  /** of a list that stays open and refreshes itself */
  list: boolean;
}

export interface LookKeeperOptions {
  append: Facility['append'];
  /** all health ids of that person, the one given too: whose record is shown under one is seen under each */
  idsOf?: (patient: PatientId) => PatientId[];
  /** milliseconds that only ever grow */
  monotonic: () => number;
  /** told once for each row of failures, and of looks that were lost */
  onTrouble: (error: Error) => void;
}

/** From a look to its record, at most. */
const GATHER_MS = 1_000;
/** So many go at once, so that no single write holds the pages up. */
const BATCH = 25;
const RETRY_MS = 2_000;
/** The same page of the same patient again within a minute is a reload, no second look. */
const PAGE_MS = 60_000;
/** A list that stands open all day names a patient once, as long as he was on it within the hour. */
const LIST_MS = 3_600_000;
/** About a day of a full disk at a busy centre; then the oldest are given up, and the log says how many. */
const MOST_WAITING = 20_000;
const MOST_REMEMBERED = 20_000;
/** as the record's schema allows */
const MOST_PATIENTS = 200;

/**
 * Gathers looks and appends them as access records, a batch within a second: no page waits for the disk because
 * somebody looked, and a disk that refuses is tried again.
 */
export class LookKeeper {
  #waiting: Look[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #failing = false;
  /** who saw whom where, and until when that is the same look; the longest ago first */
  readonly #seen = new Map<string, number>();

  constructor(private readonly options: LookKeeperOptions) {}

  add(look: Look): void {
    const { idsOf = (id) => [id] } = this.options;
    const shown = new Set(look.patients.flatMap(idsOf));
    const patients = [...shown].filter((patient) => this.#isNew(look, patient));
    if (patients.length === 0) return;
    this.#waiting.push({ ...look, patients });
    if (this.#waiting.length > MOST_WAITING) this.#giveUp(this.#waiting.length - MOST_WAITING);
    if (this.#waiting.length >= BATCH && !this.#failing) void this.flush();
    else this.#wake(GATHER_MS);
  }

  /** Writes what waits. Resolves when it is on disk or was refused; never throws. */
  async flush(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  /** Before the store closes. */
  async stop(): Promise<void> {
    await this.flush();
    await this.flush();
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#waiting.length > 0) this.#giveUp(this.#waiting.length);
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const refused = await this.#write(this.#waiting.splice(0, BATCH));
      this.#failing = refused.length > 0;
      if (!this.#failing) continue;
      this.#waiting.unshift(...refused);
      this.#wake(RETRY_MS);
      return;
    }
  }

  /** In one write of the ledger; gives back what the disk refused. */
  async #write(looks: Look[]): Promise<Look[]> {
    const refused = await Promise.all([...groupBy(looks)].map(([by, own]) => this.#append(by, own)));
    return refused.flat();
  }

  async #append(by: StaffId, own: Look[]): Promise<Look[]> {
    try {
      await this.options.append({ by }, (draft) => {
        for (const look of own) for (const fields of recordsOf(look)) draft.box('access', fields);
      });
      return [];
    } catch (error) {
      // One that no schema takes must not keep the others from the disk.
      if (error instanceof FacilityError && error.code === 'bad-input') {
        if (own.length > 1) return (await Promise.all(own.map((one) => this.#append(by, [one])))).flat();
        this.options.onTrouble(error);
        return [];
      }
      if (!this.#failing) this.options.onTrouble(error as Error);
      this.#failing = true;
      return own;
    }
  }

  #wake(after: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.flush();
    }, after).unref();
  }

  #giveUp(count: number): void {
    this.#waiting.splice(0, count);
    this.options.onTrouble(new FacilityError('store-failed', `${count} looks at records could not be kept.`));
  }

  /** A page that left the printer is a look each time. */
  #isNew({ by, action, route, visit, list }: Look, patient: PatientId): boolean {
    if (action === 'print' || action === 'export') return true;
    const key = [by, action, route, visit, patient].join(' ');
    const now = this.options.monotonic();
    const before = this.#seen.get(key);
    // Moves to the young end.
    this.#seen.delete(key);
    this.#seen.set(key, now + (list ? LIST_MS : PAGE_MS));
    for (const oldest of this.#seen.keys()) {
      if (this.#seen.size <= MOST_REMEMBERED) break;
      this.#seen.delete(oldest);
    }
    return before === undefined || now >= before;
  }
}

function groupBy(looks: Look[]): Map<StaffId, Look[]> {
  const groups = new Map<StaffId, Look[]>();
  for (const look of looks) groups.set(look.by, [...(groups.get(look.by) ?? []), look]);
  return groups;
}

function* recordsOf({ action, route, patients, visit, device }: Look) {
  for (let from = 0; from < patients.length; from += MOST_PATIENTS) {
    yield {
      action,
      patients: patients.slice(from, from + MOST_PATIENTS),
      route,
      ...(visit && { visit }),
      ...(device && { device }),
    };
  }
}
