import type { Station } from '../care.js';
import type { Day } from '../day.js';
import { minutesBetween } from '../minutes-between.js';
import { IndianHours } from './indian-hour.js';
import { percentile } from './percentile.js';
import type { VisitFacts } from './visit-facts.js';

/** Median and 90th percentile in minutes, null where nothing was measured. */
export interface Spread {
  count: number;
  median: number | null;
  p90: number | null;
}

interface Times {
  waits: number[];
  services: number[];
  /** waits by the hour in which the patient came to the station */
  byHour: Map<number, number[]>;
}

/** How long patients waited and were served at each station, from the moves of visits of a period. */
export class FlowFold {
  readonly #stations = new Map<Station, Times>();
  /** minutes from the slip to the end, of visits that ended, by the day of the visit */
  readonly #totals = new Map<Day, number[]>();
  readonly #hours = new IndianHours();
  #visits = 0;
  #open = 0;

  constructor(private readonly period: { from: Day; to: Day }) {}

  take({ day, entry }: VisitFacts): void {
    if (day < this.period.from || day > this.period.to) return;
    this.#visits += 1;
    for (const { station, wait, service, enteredAt } of entry.stays) {
      const times = this.#timesOf(station);
      times.waits.push(wait);
      if (service !== null) times.services.push(service);
      push(times.byHour, this.#hours.find(enteredAt).hour, wait);
    }
    const start = entry.stays[0]?.enteredAt;
    if (entry.state === 'finished' && start) {
      push(this.#totals, day, minutesBetween(start, entry.since));
    } else if (entry.state !== 'left') {
      this.#open += 1;
    }
  }

  get visits(): number {
    return this.#visits;
  }

  /** visits that nobody closed */
  get open(): number {
    return this.#open;
  }

  waits(station: Station): Spread {
    return spread(this.#stations.get(station)?.waits ?? []);
  }

  services(station: Station): Spread {
    return spread(this.#stations.get(station)?.services ?? []);
  }

  waitsAt(station: Station, hour: number): Spread {
    return spread(this.#stations.get(station)?.byHour.get(hour) ?? []);
  }

  /** Hours in which anybody came to a station, in their order. */
  hours(): number[] {
    const hours = [...this.#stations.values()].flatMap(({ byHour }) => [...byHour.keys()]);
    return [...new Set(hours)].sort((a, b) => a - b);
  }

  total(day?: Day): Spread {
    return spread(day === undefined ? [...this.#totals.values()].flat() : (this.#totals.get(day) ?? []));
  }

  #timesOf(station: Station): Times {
    const times = this.#stations.get(station) ?? { waits: [], services: [], byHour: new Map() };
    this.#stations.set(station, times);
    return times;
  }
}

function spread(values: readonly number[]): Spread {
  return { count: values.length, median: percentile(values, 50), p90: percentile(values, 90) };
}

function push<K>(lists: Map<K, number[]>, key: K, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
