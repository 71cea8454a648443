import { AllergyFold } from '../../records/allergy-fold.js';
import { ChainFold } from '../../records/chain-fold.js';
import type { BoxId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { PatientDirectory } from '../../records/patient-directory.js';
import { ReferralFold } from '../../records/referral-fold.js';
import { RestrictionFold } from '../../records/restriction-fold.js';
import { StockFold } from '../../records/stock-fold.js';
import { VisitDays } from '../../records/visit-days.js';
import type { Fold, LastingFold } from './fold.js';

/** What is folded over all years of a ledger. */
export class LastingFolds implements LastingFold {
  readonly #all: readonly Fold[];

  private constructor(
    readonly patients: PatientDirectory,
    readonly stock: StockFold,
    readonly restrictions: RestrictionFold,
    readonly allergies: AllergyFold,
    readonly chain: ChainFold,
    readonly visitDays: VisitDays,
    readonly referrals: ReferralFold,
  ) {
    this.#all = [patients, stock, restrictions, allergies, chain, visitDays, referrals];
  }

  static empty(box: BoxId): LastingFolds {
    return new LastingFolds(
      new PatientDirectory(box),
      new StockFold(),
      new RestrictionFold(),
      new AllergyFold(),
      new ChainFold(),
      new VisitDays(),
      new ReferralFold(),
    );
  }

  /** Throws where one of the snapshots is of an older shape: the records are then folded from the first. */
  static restore(folds: Record<string, unknown>): LastingFolds {
    return new LastingFolds(
      PatientDirectory.restore(folds['patients']),
      StockFold.restore(folds['stock']),
      RestrictionFold.restore(folds['restrictions']),
      AllergyFold.restore(folds['allergies']),
      ChainFold.restore(folds['chain']),
      VisitDays.restore(folds['visitDays']),
      ReferralFold.restore(folds['referrals']),
    );
  }

  apply(record: LedgerRecord): void {
    for (const fold of this.#all) fold.apply(record);
  }

  snapshot(): Record<string, unknown> {
    const { patients, stock, restrictions, allergies, chain, visitDays, referrals } = this;
    return {
      patients: patients.snapshot(),
      stock: stock.snapshot(),
      restrictions: restrictions.snapshot(),
      allergies: allergies.snapshot(),
      chain: chain.snapshot(),
      visitDays: visitDays.snapshot(),
      referrals: referrals.snapshot(),
    };
  }
}
