import { join } from 'node:path';
import type { Words } from '../records/envelope.js';
import { villageKey } from '../records/village-counts.js';
import { readTable } from './reference-table.js';

/** A village of the health centre's area, with what the last survey counted; null: nobody knows. */
export interface Village {
  name: Words;
  population: number | null;
  households: number | null;
}

/** By `villageKey` of either spelling. The list is empty where the centre has none. */
export function readVillages(folder: string): Map<string, Village> {
  const villages = new Map<string, Village>();
  for (const row of readTable(join(folder, 'villages.tsv'), [
    'english',
    'hindi',
    'population',
    'households',
  ])) {
    const village = {
      name: { en: row.text('english'), hi: row.hindi('hindi') },
      population: row.numberOrNull('population'),
      households: row.numberOrNull('households'),
    };
    for (const key of new Set([villageKey(village.name.en), villageKey(village.name.hi)])) {
      if (villages.has(key)) throw row.wrong('english', `“${village.name.en}” stands here a second time`);
      villages.set(key, village);
    }
  }
  return villages;
}
