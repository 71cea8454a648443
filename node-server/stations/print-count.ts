import { parseVisitId, visitOf, type StaffId } from '../../records/ids.js';
import type { Facility } from '../facility.js';

/** Days whose counts are kept in memory. */
const DAYS = 3;

/** A visit's id, or that of a part of it (a prescription). */
type Printed = string;

/**
 * How often each paper of a visit was printed, so that a second one says that it is one. Kept on this box as one local
 * document a day; it is no record of a patient's care.
 */
export class PrintCount {
  readonly #days = new Map<string, Promise<Map<Printed, number>>>();
  /** one write at a time: of two versions of a local document in one batch, either may stand */
  #writing: Promise<unknown> = Promise.resolve();

  /** @param name of the local documents: one for each kind of paper */
  constructor(
    private readonly facility: Facility,
    private readonly name: string,
  ) {}

  async of(printed: Printed): Promise<number> {
    return (await this.#day(printed)).get(printed) ?? 0;
  }

  /** Counts one more print; gives how many there were before it. */
  async add(printed: Printed, by: StaffId): Promise<number> {
    const day = await this.#day(printed);
    const before = day.get(printed) ?? 0;
    day.set(printed, before + 1);
    const write = (): Promise<void> =>
      this.facility.append({ by }, (draft) => {
        draft.keepLocal(this.#documentName(printed), { prints: Object.fromEntries(day) });
      });
    this.#writing = this.#writing.then(write, write);
    await this.#writing;
    return before;
  }

  #day(printed: Printed): Promise<Map<Printed, number>> {
    const name = this.#documentName(printed);
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

  async #read(name: string): Promise<Map<Printed, number>> {
    const document = await this.facility.readLocal(name);
    return new Map(Object.entries((document?.['prints'] ?? {}) as Record<Printed, number>));
  }

  #documentName(printed: Printed): string {
    return `${this.name}-${parseVisitId(visitOf(printed))?.day ?? ''}`;
  }
}
