import { isDeepStrictEqual } from 'node:util';
import { addDays, dayOf, type Day } from '../../records/day.js';
import { lineageOf, parseSummaryId } from '../../records/ids.js';
import type { SummaryRecord } from '../../records/summary.js';
import { AS_IT_STOOD } from '../../records/summary/as-it-stood.js';
import { keepOpen } from '../../records/summary/count-referrals.js';
import { dueDays, lastBehind } from '../../records/summary/due-days.js';
import { summaryDefinition } from '../../templates/summary-definition.js';
import type { ReportDeps } from '../reports/report-deps.js';
import { readFirst, readKeys, readPrefix } from '../store/read-records.js';
import { countDay, hasAny, type DayCount } from './count-day.js';

/** The ledger is read from a day on to trace its movements: of days that were missed longer ago nobody asks. */
const TRACED_DAYS = 31;
/** Who writes what nobody ordered. */
const BOX_ITSELF = 'nadi';

/** The summary of a day that counts. */
type Standing = Pick<SummaryRecord, '_id' | 'n'>;

/** Writes summaries of days that are over, each where there is something new to say. */
export class SummaryWriter {
  /** of each day the summary that counts, once they were read */
  #standing: Map<Day, Standing> | null = null;
  /** see `dueDays`; after a summary was found to be right, that it is */
  readonly #known = new Map<Day, number>();
  /** when the box's first record was written */
  #first: string | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly deps: ReportDeps) {}

  /** One run at a time. `rest` comes between one day and the next. */
  writeDue(rest: () => Promise<void>): Promise<Day[]> {
    const run = this.#last.then(() => this.#run(rest));
    this.#last = run.catch(() => undefined);
    return run;
  }

  async #run(rest: () => Promise<void>): Promise<Day[]> {
    const { facility } = this.deps;
    const first = (this.#first ??= (await readFirst(facility.databases.records))?.at ?? null);
    const standing = (this.#standing ??= await this.#read());
    if (first === null) return [];
    const { visitDays } = facility;
    const { lookBackDays } = summaryDefinition(this.deps.definitions()).report;
    const due = dueDays({
      today: facility.today(),
      first: dayOf(first),
      visitDays,
      known: this.#known,
      lookBackDays,
    });
    const written: Day[] = [];
    for (const [index, day] of due.entries()) {
      if (index > 0) await rest();
      if (await this.#sumUp(day, standing, lookBackDays)) written.push(day);
    }
    return written;
  }

  /** Whether there was anything new to say. */
  async #sumUp(day: Day, standing: Map<Day, Standing>, lookBack: number): Promise<boolean> {
    const { facility } = this.deps;
    const before = standing.get(day);
    const [old] = before ? await readKeys(facility.databases.records, [before._id]) : [];
    const upTo = lastBehind(day, facility.visitDays, lookBack);
    const counted = await this.#count(day, old?.type === 'summary' ? old : null);
    if (old?.type === 'summary' && isDeepStrictEqual(counted, contentOf(old))) {
      this.#known.set(day, upTo);
      return false;
    }
    const serial = (before ? (parseSummaryId(before._id)?.serial ?? 0) : 0) + 1;
    const record = await facility.append({ by: BOX_ITSELF }, (draft) =>
      draft.summary(serial, { day, ...counted }),
    );
    standing.set(day, { _id: record._id, n: record.n });
    // What came while the day was counted is after this number: the day is due again.
    this.#known.set(day, upTo);
    return true;
  }

  /**
   * How store and referrals stand is known at the end of yesterday only; a day that is summed up again keeps what was
   * said of them, and of what does not add up.
   */
  async #count(day: Day, old: SummaryRecord | null): Promise<DayCount> {
    const { facility } = this.deps;
    const today = facility.today();
    const counted = await countDay(
      this.deps,
      day,
      old === null && addDays(day, 1) === today,
      old === null && addDays(day, TRACED_DAYS) >= today,
    );
    if (!old) return counted;
    const kept = Object.entries(old.figures).filter(([key]) => AS_IT_STOOD.includes(key));
    const figures = { ...counted.figures, ...Object.fromEntries(kept) };
    const { stock, villages } = old;
    const referrals = keepOpen(counted.referrals, old.referrals);
    return {
      ...counted,
      figures,
      ...(stock && { stock }),
      ...(villages && { villages }),
      ...(hasAny(referrals) && { referrals }),
    };
  }

  async #read(): Promise<Map<Day, Standing>> {
    const { facility } = this.deps;
    const standing = new Map<Day, Standing>();
    for (const box of lineageOf(facility.box)) {
      for (const { _id, n } of await readPrefix(facility.databases.records, `summary:${box}:`)) {
        const day = parseSummaryId(_id)?.day;
        if (day === undefined || n < (standing.get(day)?.n ?? 0)) continue;
        standing.set(day, { _id, n });
        this.#known.set(day, n);
      }
    }
    return standing;
  }
}

function contentOf({ figures, waits, stock, villages, referrals }: SummaryRecord): DayCount {
  return {
    figures,
    ...(waits && { waits }),
    ...(stock && { stock }),
    ...(villages && { villages }),
    ...(referrals && { referrals }),
  };
}
