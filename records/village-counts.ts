import { householdOf } from './household.js';
import type { PatientId } from './ids.js';
import { nameKeys } from './name-key.js';
import type { Demographics } from './people.js';
import type { VillageCount } from './summary.js';

/** Villages are written by ear, in two scripts, joined and apart. */
export function villageKey(village: string): string {
  return nameKeys(village).join('');
}

/** How many people and households are registered from each village, the largest first; who names none is left out. */
export function villageCounts(people: Iterable<Demographics & { id: PatientId }>): VillageCount[] {
  const villages = new Map<
    string,
    { spellings: Map<string, number>; households: Set<PatientId>; people: number }
  >();
  const keys = new Map<string, string>();
  for (const person of people) {
    const { village } = person;
    if (village === undefined) continue;
    const key = keys.get(village) ?? villageKey(village);
    keys.set(village, key);
    const one = villages.get(key) ?? { spellings: new Map(), households: new Set(), people: 0 };
    villages.set(key, one);
    one.people += 1;
    one.households.add(householdOf(person.id, person));
    one.spellings.set(village, (one.spellings.get(village) ?? 0) + 1);
  }
  return [...villages.values()]
    .map(({ spellings, households, people: count }) => ({
      village: mostUsed(spellings),
      people: count,
      households: households.size,
    }))
    .sort((a, b) => b.people - a.people || (a.village < b.village ? -1 : 1));
}

function mostUsed(spellings: ReadonlyMap<string, number>): string {
  const [[village = ''] = []] = [...spellings].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return village;
}
