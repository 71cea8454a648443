import { villageCounts } from '../records/village-counts.js';
import type { VillageCount } from '../records/summary.js';
import type { Facility } from './facility.js';

/** Who is registered from where, each person once, whatever numbers they have. */
export function peopleByVillage({ patients, links }: Facility): VillageCount[] {
  return villageCounts(
    patients
      .everybody()
      .filter(({ id }) => !links.idsOf(id).some((other) => other < id && patients.get(other))),
  );
}
