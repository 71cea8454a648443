import { parseVisitId, type StaffId, type VisitId } from '../../../records/ids.js';
import type { Facility } from '../../facility.js';

/** Days whose counts are kept in memory. */
const DAYS = 3;

/**
 * How often each slip was printed, so that a second paper says that it is one. Kept on this box as one local
 * document a day; it is no record of a patient's care.
 */
export class PrintCount {
  readonly #days = new Map<string, Promise<Map<VisitId, number>>>();
  /** one write at a time: of two versions of a local document in one batch, either may stand */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly facility: Facility) {}

  async of(visit: VisitId): Promise<number> {
    return (await this.#day(visit)).get(visit) ?? 0;
  }

  /** Counts one more print; gives how many there were before it. */
  async add(visit: VisitId, by: StaffId): Promise<number> {
    const day = await this.#day(visit);
    const before = day.get(visit) ?? 0;
    day.set(visit, before + 1);
    const write = (): Promise<void> =>
      this.facility.append({ by }, (draft) => {
        draft.keepLocal(documentName(visit), { prints: Object.fromEntries(day) });
      });
    this.#writing = this.#writing.then(write, write);
    await this.#writing;
    return before;
  }

  #day(visit: VisitId): Promise<Map<VisitId, number>> {
    const name = documentName(visit);
    let day = this.#days.get(name);
    if (!day) {
      day = this.#read(name);
      this.#days.set(name, day);
      day.catch(() => this.#days.delete(name));
      const [oldest] = this.#days.keys();
      if (this.#days.size > DAYS && oldest !== undefined) this.#days.delete(oldest);
    }
    return day;
  }

  async #read(name: string): Promise<Map<VisitId, number>> {
    const document = await this.facility.readLocal(name);
    return new Map(Object.entries((document?.['prints'] ?? {}) as Record<VisitId, number>));
  }
}

function documentName(visit: VisitId): string {
  return `slip-prints-${parseVisitId(visit)?.day ?? ''}`;
}
