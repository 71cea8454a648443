import type { ServerScope } from 'nano';
import { addDays, isoDate, type Day } from '../../records/day.js';
import type { VillageCount } from '../../records/summary.js';
import type { Area } from '../area.js';
import { SUMMARIES_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import type { FacilityDocument } from '../directory/facility-document.js';
import { listFacilities } from '../directory/list-facilities.js';
import { summaryDocumentId, type StoredSummary } from './stored-summary.js';

/** What a facility told last of the villages from which people are registered; null: nothing of late. */
export interface FacilityVillages {
  facility: FacilityDocument;
  day: Day | null;
  villages: VillageCount[];
}

/** A box that was off at one Sunday's end told it at the one before, or two before. */
const SUNDAYS = 3;

/** By facility, for an area; two questions and one for each Sunday. Throws `centre-unreachable`, `centre-refused`. */
export async function readVillages(nano: ServerScope, area: Area, today: Day): Promise<FacilityVillages[]> {
  const facilities = await listFacilities(nano, area);
  const told = new Map<string, StoredSummary>();
  let day = sundayBefore(today);
  for (let i = 0; i < SUNDAYS; i += 1, day = addDays(day, -7)) {
    const missing = facilities.filter(({ code }) => !told.has(code));
    for (const summary of await readSummaries(nano, missing, day)) {
      if (summary.villages) told.set(summary.facility, summary);
    }
  }
  return facilities.map((facility) => {
    const summary = told.get(facility.code);
    return { facility, day: summary?.day ?? null, villages: summary?.villages ?? [] };
  });
}

function sundayBefore(today: Day): Day {
  const weekday = new Date(isoDate(today)).getUTCDay();
  return addDays(today, weekday === 0 ? -7 : -weekday);
}

async function readSummaries(
  nano: ServerScope,
  facilities: readonly FacilityDocument[],
  day: Day,
): Promise<StoredSummary[]> {
  if (facilities.length === 0) return [];
  const keys = facilities.map(({ code }) => summaryDocumentId(day, code));
  try {
    const { rows } = await nano.use<StoredSummary>(SUMMARIES_DATABASE).fetch({ keys });
    return rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
  } catch (error) {
    throw centreRefusal(error);
  }
}
