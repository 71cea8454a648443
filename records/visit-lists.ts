import type { Day } from './day.js';
import { visitId, VISIT_PATTERN } from './ids.js';
import type { VisitId } from './ids.js';
import { IntegerList } from './integer-list.js';

/** The visits of every patient, 16 bytes each; a patient is a slot number. */
export class VisitLists {
  readonly #boxes: string[] = [];
  readonly #boxNumbers = new Map<string, number>();
  readonly #box = new IntegerList();
  readonly #day = new IntegerList();
  readonly #token = new IntegerList();
  /** the patient's next visit, one more than its index; 0 ends the list */
  readonly #next = new IntegerList();
  readonly #first = new IntegerList();
  readonly #lastDay = new IntegerList();

  /** Adding a visit twice changes nothing. False where the id is no visit's. */
  add(slot: number, id: VisitId): boolean {
    const match = VISIT_PATTERN.exec(id);
    if (!match) return false;
    this.#put(slot, this.#boxNumber(match[1]!), Number(match[2]), Number(match[3]));
    return true;
  }

  /** Newest first. */
  of(slot: number): VisitId[] {
    const entries: { day: number; token: number; box: string }[] = [];
    for (let at = this.#first.at(slot); at !== 0; at = this.#next.at(at - 1)) {
      const box = this.#boxes[this.#box.at(at - 1)] ?? '';
      entries.push({ day: this.#day.at(at - 1), token: this.#token.at(at - 1), box });
    }
    entries.sort((a, b) => b.day - a.day || b.token - a.token || (a.box < b.box ? -1 : 1));
    return entries.map(({ day, token, box }) => visitId(box, String(day), token));
  }

  count(slot: number): number {
    let count = 0;
    for (let at = this.#first.at(slot); at !== 0; at = this.#next.at(at - 1)) count++;
    return count;
  }

  /** 0 where the patient has never come: comparable as it stands. */
  lastDay(slot: number): number {
    return this.#lastDay.at(slot);
  }

  lastVisitDay(slot: number): Day | undefined {
    const day = this.lastDay(slot);
    return day === 0 ? undefined : String(day);
  }

  /** Names of boxes, by which the numbers of `packed` go. */
  boxes(): string[] {
    return [...this.#boxes];
  }

  /** box number, day, token of each visit in turn */
  packed(slot: number): number[] {
    const numbers: number[] = [];
    for (let at = this.#first.at(slot); at !== 0; at = this.#next.at(at - 1)) {
      numbers.push(this.#box.at(at - 1), this.#day.at(at - 1), this.#token.at(at - 1));
    }
    return numbers;
  }

  addPacked(slot: number, numbers: number[], boxes: string[]): void {
    for (let i = 0; i + 2 < numbers.length; i += 3) {
      this.#put(slot, this.#boxNumber(boxes[numbers[i]!] ?? ''), numbers[i + 1]!, numbers[i + 2]!);
    }
  }

  #put(slot: number, box: number, day: number, token: number): void {
    for (let at = this.#first.at(slot); at !== 0; at = this.#next.at(at - 1)) {
      const same = this.#day.at(at - 1) === day && this.#token.at(at - 1) === token;
      if (same && this.#box.at(at - 1) === box) return;
    }
    const index = this.#box.push(box);
    this.#day.push(day);
    this.#token.push(token);
    this.#next.push(this.#first.at(slot));
    this.#first.set(slot, index + 1);
    if (day > this.#lastDay.at(slot)) this.#lastDay.set(slot, day);
  }

  #boxNumber(box: string): number {
    const known = this.#boxNumbers.get(box);
    if (known !== undefined) return known;
    this.#boxNumbers.set(box, this.#boxes.push(box) - 1);
    return this.#boxes.length - 1;
  }
}
