import type { ServerScope } from 'nano';
import { addDays, weekdayOf, type Day } from '../../records/day.js';
import type { ListedFacility } from '../../records/listed-facility.js';
import type { VillageCount } from '../../records/summary.js';
import type { Area } from '../area.js';
import { SUMMARIES_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import { areaKey } from './area-key.js';
import { summaryDocumentId, type StoredSummary } from './stored-summary.js';
import { REGISTERED_BY_DAY } from './villages-design.js';

export type Registered = Pick<VillageCount, 'people' | 'households'>;

/** What a facility told last of the people who are registered there; `day` is null where it told nothing of late. */
export interface FacilityTold<C extends Registered> {
  facility: ListedFacility;
  day: Day | null;
  villages: C[];
}

/** A box that was off at one Sunday's end told it at the one before, or two before. */
const SUNDAYS = 3;
/** Documents in one request. */
const PIECE = 500;

/** Village by village: reads a summary for each facility, which is not for a state's page. Throws `centre-unreachable`, `centre-refused`. */
export async function readVillages(
  nano: ServerScope,
  facilities: readonly ListedFacility[],
  today: Day,
): Promise<FacilityTold<VillageCount>[]> {
  return readSundays(facilities, today, async (day, missing) => {
    const told = new Map<string, VillageCount[]>();
    for (let from = 0; from < missing.length; from += PIECE) {
      const codes = missing.slice(from, from + PIECE).map(({ code }) => code);
      for (const { facility, villages } of await readSummaries(nano, codes, day)) {
        if (villages) told.set(facility, villages);
      }
    }
    return told;
  });
}

/** What each facility's villages come to, as one: a question a Sunday, a small row a facility. Throws as `readVillages`. */
export async function readRegistered(
  nano: ServerScope,
  area: Area,
  facilities: readonly ListedFacility[],
  today: Day,
): Promise<FacilityTold<Registered>[]> {
  return readSundays(facilities, today, async (day) => {
    const key = [day, ...areaKey(area)];
    const qs = { startkey: key, endkey: [...key, {}] };
    const answer = await ask<{ rows: { key: string[]; value: [number, number] }[] }>(
      nano.request({ db: SUMMARIES_DATABASE, path: REGISTERED_BY_DAY, qs }),
    );
    return new Map(
      answer.rows.map(({ key, value: [people, households] }) => [key.at(-1) ?? '', [{ people, households }]]),
    );
  });
}

/** From the newest Sunday back, as long as a facility is missing. */
async function readSundays<C extends Registered>(
  facilities: readonly ListedFacility[],
  today: Day,
  read: (day: Day, missing: readonly ListedFacility[]) => Promise<ReadonlyMap<string, C[]>>,
): Promise<FacilityTold<C>[]> {
  const told = new Map<string, { day: Day; villages: C[] }>();
  let day = sundayBefore(today);
  for (let i = 0; i < SUNDAYS; i += 1, day = addDays(day, -7)) {
    const missing = facilities.filter(({ code }) => !told.has(code));
    if (missing.length === 0) break;
    for (const [code, villages] of await read(day, missing)) {
      if (!told.has(code)) told.set(code, { day, villages });
    }
  }
  return facilities.map((facility) => ({
    facility,
    ...(told.get(facility.code) ?? { day: null, villages: [] }),
  }));
}

function sundayBefore(today: Day): Day {
  return addDays(today, -(weekdayOf(today) || 7));
}

async function readSummaries(nano: ServerScope, codes: string[], day: Day): Promise<StoredSummary[]> {
  const keys = codes.map((code) => summaryDocumentId(day, code));
  const request = { path: '_all_docs', method: 'POST', qs: { include_docs: true }, body: { keys } };
  const { rows } = await ask<{ rows: { doc?: StoredSummary | null }[] }>(
    nano.request({ db: SUMMARIES_DATABASE, ...request }),
  );
  return rows.flatMap(({ doc }) => (doc ? [doc] : []));
}

async function ask<T>(answering: Promise<unknown>): Promise<T> {
  try {
    return (await answering) as T;
  } catch (error) {
    throw centreRefusal(error);
  }
}
