import { addDays } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import { parseVisitId, visitOf, type PartKind, type VisitId } from '../../records/ids.js';
import { visitFamilies } from '../../records/reports/visit-families.js';
import { foldVisit, type VisitView } from '../../records/visit-fold.js';
import type { Facility } from '../facility.js';
import { readVisitDays } from '../store/read-visit-days.js';

/** What was ordered longer ago is no longer waited for. */
const DAYS = 14;

/**
 * Visits in which a station still has something to do, wherever their patients are by now: tests without a result,
 * medicines that were not yet fetched. Read from the store once, then kept by what is written.
 */
export class OpenWork {
  #visits: Promise<Set<VisitId>> | null = null;
  #written = new Set<VisitId>();

  /** `parts`: what a visit gets when such work begins; other changes to a visit only end it. */
  constructor(
    private readonly facility: Facility,
    private readonly parts: readonly PartKind[],
    private readonly isOpen: (view: VisitView) => boolean,
  ) {
    facility.onWritten((records) => {
      for (const { _id } of records) if (this.#names(_id)) this.#written.add(visitOf(_id));
    });
  }

  /** In order of day and token. */
  async list(): Promise<VisitView[]> {
    this.#visits ??= this.#read().catch((error: unknown) => {
      this.#visits = null;
      throw error;
    });
    const visits = await this.#visits;
    for (const visit of this.#written) visits.add(visit);
    this.#written.clear();
    const oldest = addDays(this.facility.today(), -DAYS);
    const views: VisitView[] = [];
    for (const visit of [...visits].sort()) {
      const view = (parseVisitId(visit)?.day ?? '') < oldest ? null : await this.#load(visit);
      if (view && this.isOpen(view)) views.push(view);
      else if (!this.#written.has(visit)) visits.delete(visit);
    }
    return views;
  }

  #names(id: string): boolean {
    return id.startsWith('visit:') && this.parts.some((part) => id.includes(`:${part}:`));
  }

  async #read(): Promise<Set<VisitId>> {
    const { facility } = this;
    const to = facility.today();
    const period = { from: addDays(to, -DAYS), to };
    const open = new Set<VisitId>();
    for await (const records of readVisitDays(() => facility.databases.records, facility.box, period)) {
      for (const [visit, own] of visitFamilies(records)) if (this.isOpen(foldVisit(own))) open.add(visit);
    }
    return open;
  }

  async #load(visit: VisitId): Promise<VisitView | null> {
    try {
      return foldVisit(await this.facility.loadVisit(visit));
    } catch (error) {
      // Its write was refused after all.
      if (error instanceof FacilityError && error.code === 'not-found') return null;
      throw error;
    }
  }
}
