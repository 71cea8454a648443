import { SUMMARIES_DATABASE } from '../../central/centre-databases.js';
import { makeDirectory } from '../../central/router/directory.js';
import type { CouchDocument } from '../../central/router/router-couch.js';
import type { DayCount } from '../../node-server/summary/count-day.js';
import type { Day } from '../../records/day.js';
import { loadReports } from '../../templates/report-definitions.js';
import { summaryDefinition } from '../../templates/summary-definition.js';
import { Random } from '../../cli/demo/random.js';
import type { BenchCentre } from './bench-centre.js';
import type { SimulatedFacility } from './places.js';
import { sideBySide } from './side-by-side.js';
import { anotherDay, storedSummary, summaryOfDay } from './summaries-of.js';

const PIECE = 1_000;
const AT_ONCE = 4;

/** Simulated summaries, each made of a real day and put into `summaries` as the router's rule makes them. */
export class SimulatedSummaries {
  readonly #checks = summaryDefinition(loadReports()).checks;
  readonly #random = new Random(1042);
  stored = 0;

  constructor(
    private readonly centre: BenchCentre,
    private readonly real: readonly DayCount[],
  ) {}

  async fill(facilities: SimulatedFacility[], days: Day[], say: (share: number) => void): Promise<void> {
    const pieces = Math.ceil((facilities.length * days.length) / PIECE);
    let done = 0;
    await sideBySide(this.#pieces(facilities, days), AT_ONCE, async (docs) => {
      const rows = await this.centre.nano.use(SUMMARIES_DATABASE).bulk({ docs });
      const refused = rows.find(({ error }) => error !== undefined);
      if (refused) throw new Error(JSON.stringify(refused));
      this.stored += docs.length;
      done += 1;
      say(done / pieces);
    });
  }

  /** One facility's day is summed up again, as when a result came late. */
  async rewrite(facility: SimulatedFacility, day: Day): Promise<void> {
    const database = this.centre.nano.use(SUMMARIES_DATABASE);
    const document = this.#document(facility, day);
    const { _rev } = await database.get(document._id);
    await database.insert({ ...document, _rev });
  }

  *#pieces(facilities: SimulatedFacility[], days: Day[]): Generator<CouchDocument[]> {
    let piece: CouchDocument[] = [];
    for (const day of days) {
      for (const facility of facilities) {
        piece.push(this.#document(facility, day));
        if (piece.length < PIECE) continue;
        yield piece;
        piece = [];
      }
    }
    if (piece.length > 0) yield piece;
  }

  #document(facility: SimulatedFacility, day: Day): CouchDocument {
    const { code: box } = facility;
    const listed = { ...facility, name: {}, kind: facility.kind ?? '', ownership: 'government' as const };
    const directory = makeDirectory(new Map([[box, listed]]));
    const count = anotherDay(this.#random.pick(this.real), this.#random);
    return storedSummary(summaryOfDay(box, day, count), { box, directory, checks: this.#checks });
  }
}
