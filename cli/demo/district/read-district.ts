import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDirectory } from '../../../central/directory/read-directory.js';
import type { FacilityDocument } from '../../../central/directory/facility-document.js';
import { readFacilityDirectoryReference } from '../../../templates/facility-directory-reference.js';
import { templatesFolder } from '../../../templates/folder.js';
import { Random } from '../random.js';

/** How a box of the demo's district does; `ok` where nothing is said. */
export type BoxState = 'ok' | 'late' | 'silent' | 'clock' | 'disk' | 'battery' | 'backup' | 'lag';

type Range = [least: number, most: number];

const TRAITS = ['careful', 'coded', 'stocked', 'prompt', 'waitMinutes', 'missedDays'] as const;

/** What is so at a facility on all days: shares from 0 to 1, but for `waitMinutes`. */
export type Traits = Record<(typeof TRAITS)[number], number> & {
  /** no report has come from it for so many days */
  silentDays: number;
  box: BoxState;
};

type Exception = Partial<Record<(typeof TRAITS)[number], Range>> & { silentDays?: number; box?: BoxState };

export interface DistrictPlan {
  patients: Record<string, number>;
  /** Sunday first */
  weekdays: number[];
  /** by kind, of a weekday's patients */
  sundays: Record<string, number>;
  traits: Record<(typeof TRAITS)[number], Range>;
  /** how the traits have changed in the last sixty days */
  drift: Record<(typeof TRAITS)[number], number>;
  facilities: Record<string, Exception>;
  /** more of one diagnosis in one block lately */
  outbreak: { block: string; code: string; days: number; times: number };
}

function bytesOf(file: string): Buffer {
  return readFileSync(join(templatesFolder(), 'demo', file));
}

/** The demo's two districts as `nadi central facility import` would read them; throws where a row is wrong. */
export function readDemoDirectory(): FacilityDocument[] {
  const lists = readFacilityDirectoryReference(join(templatesFolder(), 'reference'));
  const { facilities, problems } = readDirectory(new Uint8Array(bytesOf('facilities.csv')), lists, null);
  if (problems.length > 0) throw new Error(`facilities.csv: ${JSON.stringify(problems)}`);
  return facilities;
}

export function readDistrictPlan(): DistrictPlan {
  return JSON.parse(bytesOf('district.json').toString()) as DistrictPlan;
}

const DRIFT_DAYS = 60;

/** As they were some days ago; the same for the same facility on every machine. */
export function traitsOf({ traits, drift, facilities }: DistrictPlan, code: string, daysAgo = 0): Traits {
  const random = Random.of(code);
  const exception = facilities[code] ?? {};
  const drawn = TRAITS.map((trait) => {
    const [least, most] = exception[trait] ?? traits[trait];
    const before = (drift[trait] * Math.min(daysAgo, DRIFT_DAYS)) / DRIFT_DAYS;
    const value = least + random.next() * (most - least) - before;
    return [trait, trait === 'waitMinutes' ? value : Math.min(0.99, Math.max(0, value))] as const;
  });
  return {
    ...(Object.fromEntries(drawn) as Record<(typeof TRAITS)[number], number>),
    silentDays: exception.silentDays ?? 0,
    box: exception.box ?? 'ok',
  };
}
