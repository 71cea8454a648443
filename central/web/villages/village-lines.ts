import type { Words } from '../../../records/envelope.js';
import { areaNames, type ListedFacility } from '../../../records/listed-facility.js';
import type { VillageCount } from '../../../records/summary.js';
import { areaPath } from '../../area.js';
import type { FacilityTold, Registered } from '../../summaries/read-villages.js';
import { facilityName } from '../figures/child-cells.js';
import { joinSmallVillages, type VillageLine } from './join-small-villages.js';

type Told = readonly FacilityTold<Registered>[];

/** Each facility's villages, the largest first. */
export function villageLines(told: readonly FacilityTold<VillageCount>[], language: 'hi' | 'en') {
  return told.flatMap(({ facility, day, villages }) =>
    largestFirst(joinSmallVillages(villages)).map((one) => ({
      ...one,
      code: facility.code,
      place: facilityName(language, facility),
      areas: areaWords(language, facility),
      day: day ?? '',
    })),
  );
}

/** Whole districts: their villages stand on a page of their own. */
export function districtLines(told: Told, language: 'hi' | 'en') {
  const districts = new Map<string, [FacilityTold<Registered>, ...FacilityTold<Registered>[]]>();
  for (const one of told) {
    const { state, district } = one.facility;
    const path = areaPath({ state, district });
    const others = districts.get(path);
    if (others) others.push(one);
    else districts.set(path, [one]);
  }
  const ordered = [...districts].sort(([a], [b]) => (a < b ? -1 : 1));
  return ordered.map(([path, ofDistrict]) => {
    // The book has given its name to each row of the list that lacked it.
    const [{ facility }] = ofDistrict;
    const { district } = areaNames(facility);
    const place = district[language] ?? district.en ?? facility.district;
    return { place, path, ...(countsOf(ofDistrict) ?? { people: null, households: null }) };
  });
}

/** A district's, a block's facilities together, in the order of their codes. */
export function byPlace(facilities: readonly ListedFacility[]): ListedFacility[] {
  const keyOf = ({ district, block = '', code }: ListedFacility): string => [district, block, code].join('/');
  return [...facilities].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Null where nobody has told anything: that is not 0. */
function countsOf(told: Told): Registered | null {
  if (told.every(({ day }) => day === null)) return null;
  const villages = told.flatMap((one) => one.villages);
  const sum = (key: keyof Registered): number => villages.reduce((total, one) => total + one[key], 0);
  return { people: sum('people'), households: sum('households') };
}

/** Its district and its block; by their codes where the list does not name them. */
function areaWords(language: 'hi' | 'en', facility: ListedFacility): string[] {
  const { district, block } = areaNames(facility);
  const words = ({ [language]: own, en, hi }: Partial<Words>, code = ''): string => own ?? en ?? hi ?? code;
  return [words(district, facility.district), words(block, facility.block)];
}

/** What is joined stays the last. */
function largestFirst(villages: readonly VillageLine[]): VillageLine[] {
  return [...villages].sort((a, b) => Number(a.of > 1) - Number(b.of > 1) || b.people - a.people);
}
