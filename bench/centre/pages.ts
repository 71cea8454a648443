import { putUser } from '../../central/ensure/ensure-user.js';
import { centrePages } from '../../central/web/pages.js';
import { startWeb } from '../../central/web/start-web.js';
import { areaRole } from '../../central/web/viewer.js';
import { addDays, isoDate, startOfDay, type Day } from '../../records/day.js';
import { percentile } from '../../records/reports/percentile.js';
import { HttpUser } from '../../tests/http-user.js';
import type { BenchCentre } from './bench-centre.js';
import { STATE } from './places.js';

export interface Period {
  from: Day;
  to: Day;
}

export const VIEWER = { name: 'bench.viewer', password: 'bench-viewer' };

/** The centre's real pages over HTTP, as somebody of the state sees them in the morning after a day. */
export class BenchPages {
  private constructor(private readonly user: HttpUser) {}

  static async open({ nano, url }: BenchCentre, lastDay: Day): Promise<BenchPages> {
    await putUser(nano, { ...VIEWER, roles: [areaRole({ state: STATE })] });
    const now = startOfDay(addDays(lastDay, 1)) + 9 * 3_600_000;
    const web = await startWeb({
      login: url,
      sessionKey: 'k'.repeat(48),
      pages: centrePages,
      now: () => now,
    });
    const user = new HttpUser(web.url);
    await user.logIn(VIEWER.name, VIEWER.password);
    return new BenchPages(user);
  }

  /** The day in one picture. */
  today(area: string): Promise<string> {
    return this.#get(`/today/${area}`);
  }

  indicators(area: string, { from, to }: Period): Promise<string> {
    return this.#get(`/indicators/${area}?period=${isoDate(from)}..${isoDate(to)}`);
  }

  /** One indicator, with each child area's. */
  indicator(area: string, { from, to }: Period): Promise<string> {
    return this.#get(`/indicators/${area}?kpi=seen&period=${isoDate(from)}..${isoDate(to)}`);
  }

  /** Where the facilities lie, and which of them report. */
  map(area: string): Promise<string> {
    return this.#get(`/map/${area}`);
  }

  referrals(area: string, { from, to }: Period): Promise<string> {
    return this.#get(`/referrals/${area}?period=${isoDate(from)}..${isoDate(to)}`);
  }

  async #get(path: string): Promise<string> {
    const { status, body } = await this.user.get(path);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${body.slice(0, 400)}`);
    return body;
  }
}

export interface Taken {
  p50: number;
  p95: number;
  /** of each time, in order */
  ms: number[];
}

/** How long each takes, one after the other, in milliseconds; something may happen before each. */
export async function timeEach(
  times: number,
  before: (time: number) => Promise<unknown>,
  work: (time: number) => Promise<unknown>,
): Promise<Taken> {
  const ms: number[] = [];
  for (let time = 0; time < times; time += 1) {
    await before(time);
    const began = performance.now();
    await work(time);
    ms.push(performance.now() - began);
  }
  return takenOf(ms);
}

export function takenOf(ms: number[]): Taken {
  return { p50: percentile(ms, 50) ?? 0, p95: percentile(ms, 95) ?? 0, ms };
}
