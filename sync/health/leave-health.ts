import { FacilityError } from '../../records/facility-error.js';
import type { CentreDatabase } from '../centre-database.js';
import type { HealthTeller } from './health-teller.js';
import type { PackedHealth } from './pack-health.js';

/** The `_local` document's name in the ledger's own database at the centre, where the router looks for it. */
export const LEFT_HEALTH = 'health';
const PATH = `_local/${LEFT_HEALTH}`;

/** What a box without a gateway leaves there. No record: it is overwritten, and replicates nowhere. */
export interface LeftHealth {
  v: 1;
  /** by the centre's clock where the box could see it, UTC */
  at: string;
  /** the box's clock less the centre's */
  clockErrorS?: number;
  /** own records up to there are at the centre */
  confirmed: number;
  waiting: number;
  health: PackedHealth;
}

/** Leaves word of how this box is. A centre that takes none of it keeps no record from travelling. */
export class HealthLeaver {
  /** CouchDB counts a `_local` document's revisions and compares none; others do */
  #rev: string | undefined;

  constructor(
    private readonly centre: CentreDatabase,
    private readonly teller: HealthTeller,
  ) {}

  /** Whether it should not wait for its turn. */
  get isDue(): boolean {
    return this.teller.isDue;
  }

  /** Throws `centre-unreachable`. */
  async leave(confirmed: number): Promise<void> {
    const { word } = this.teller;
    if (!word) return;
    const left: LeftHealth = { v: 1, ...word, confirmed };
    try {
      await this.#put(left).catch(async (error: unknown) => {
        if (statusOf(error) !== 409) throw error;
        this.#rev = (await this.centre.ask(PATH))['_rev'] as string;
        await this.#put(left);
      });
      this.teller.told();
    } catch (error) {
      if (!(error instanceof FacilityError) || error.code !== 'centre-refused') throw error;
      this.teller.options.onTrouble(error);
    }
  }

  async #put(left: LeftHealth): Promise<void> {
    const body = JSON.stringify({ ...left, ...(this.#rev === undefined ? {} : { _rev: this.#rev }) });
    this.#rev = (await this.centre.ask(PATH, { method: 'PUT', body }))['rev'] as string;
  }
}

function statusOf(error: unknown): unknown {
  return error instanceof FacilityError ? error.params['status'] : undefined;
}
