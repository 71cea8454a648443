import { setTimeout as pause } from 'node:timers/promises';
import { HttpUser } from '../tests/http-user.js';

export interface Waits {
  /** milliseconds */
  p95: number;
  most: number;
  pages: number;
}

/** Between a page and the next thing that the clerk does, milliseconds. */
const THINKS = 30;

/** A clerk who looks patients up and issues slips, while something else goes on in the box. */
export class CounterAtWork {
  #waits: number[] = [];

  private constructor(private readonly user: HttpUser) {}

  static async logIn(origin: string, login: { id: string; password: string }): Promise<CounterAtWork> {
    const user = new HttpUser(origin);
    await user.logIn(login.id, login.password);
    return new CounterAtWork(user);
  }

  /** So many pages. */
  async workFor(pages: number): Promise<void> {
    for (let done = 0; done < pages; done += 1) await this.#page();
  }

  /** How long the counter's pages took while something was done. */
  async measure<T>(work: () => Promise<T>): Promise<Waits & { outcome: T }> {
    this.#waits = [];
    let isOver = false;
    const working = work().finally(() => (isOver = true));
    while (!isOver) await this.#page();
    const outcome = await working;
    const sorted = this.#waits.sort((a, b) => a - b);
    const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
    return { outcome, p95: at(0.95), most: at(1), pages: sorted.length };
  }

  close(): void {
    this.user.close();
  }

  /** Looks somebody up; every third time gives a slip. */
  async #page(): Promise<void> {
    const found = await this.#timed(() => this.user.get('/counter?q=%E0%A4%A6%E0%A5%87%E0%A4%B5%E0%A5%80'));
    const patients = [...found.body.matchAll(/name="patient" value="([^"]+)"/g)].map(([, id = '']) => id);
    const patient = patients[this.#waits.length % Math.max(1, patients.length)];
    if (patient !== undefined && this.#waits.length % 3 === 0)
      await this.#timed(() => this.user.post('/counter/slip', { patient }));
    await pause(THINKS);
  }

  async #timed<T>(page: () => Promise<T>): Promise<T> {
    const began = performance.now();
    const answer = await page();
    this.#waits.push(performance.now() - began);
    return answer;
  }
}
