import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { areaPages } from '../figures/area-pages.js';
import { csvLine } from '../../../records/csv.js';
import { dayOf, isoDate, type Day } from '../../../records/day.js';
import type { Words } from '../../../records/envelope.js';
import { areaNames, isOpenOn, type ListedFacility } from '../../../records/listed-facility.js';
import type { VillageCount } from '../../../records/summary.js';
import type { Translate } from '../../../templates/locale.js';
import { areaPath } from '../../area.js';
import {
  readRegistered,
  readVillages,
  type FacilityTold,
  type Registered,
} from '../../summaries/read-villages.js';
import { facilityName } from '../figures/child-cells.js';
import { countText, NOTHING } from '../figures/figure-text.js';
import { areaInAddress, readAreaHead } from '../places/area-request.js';
import { webFrameOf } from '../web-frame.js';
import { languageOfWeb } from '../web-session.js';
import { FEW_PEOPLE, joinSmallVillages, type VillageLine } from './join-small-villages.js';

/** How many people and households of each village are registered: counts, of an area. */
export const villagePages = areaPages('villages', 'village', showVillages, [
  {
    method: 'GET',
    path: '/villages-csv/{area*}',
    access: { figures: areaInAddress },
    handler: exportVillages,
  },
]);

async function showVillages(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const head = await readAreaHead(request, 'villages');
  const { area, facilities } = head.place;
  const { couch, now } = webFrameOf(request);
  const today = dayOf(now());
  const byDistrict = area.district === undefined;
  const language = languageOfWeb(request);
  const t = webFrameOf(request).locale.in(language);
  const toldOf = <L extends Line>(line: L) => ({
    ...line,
    ...tellable(line),
    words: countWords(t, tellable(line)),
  });
  let told: FacilityTold<Registered>[];
  let lines: Line[];
  let groups: object[] = [];
  if (byDistrict) {
    told = await readRegistered(couch, area, facilities, today);
    lines = districtLines(told, language);
  } else {
    const villages = await readVillages(couch, byPlace(facilities), today);
    told = villages;
    lines = villageLines(villages, language);
    groups = villages
      .filter((one) => one.villages.length > 0)
      .map((one) => {
        const own = villageLines([one], language);
        const { facility, day } = one;
        const place = { place: facilityName(language, facility), code: facility.code, day };
        return { ...place, lines: own.map(toldOf), words: countWords(t, sumOf(own)) };
      });
  }
  return h.view('centre/villages', {
    ...{ head, byDistrict, groups },
    few: FEW_PEOPLE,
    lines: lines.map(toldOf),
    sum: sumWords(t, lines),
    someUngrouped: lines.some((line) => line.people !== null && !areGrouped(line)),
    silent: told.filter(({ day, facility }) => day === null && isExpected(facility, today)).length,
    csv: `/villages-csv/${areaPath(area)}`,
  });
}

/** Of the file, as the page and the other file call them. */
const CSV_COLUMNS = [
  'centre.csv.code',
  'centre.villages.facility',
  'centre.level.district',
  'centre.level.block',
  'labels.village',
  'reports.villages.people',
  'reports.villages.households',
  'centre.villages.asOf',
];

async function exportVillages(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { area, facilities } = (await readAreaHead(request, 'villages')).place;
  const { couch, now } = webFrameOf(request);
  const told = await readVillages(couch, byPlace(facilities), dayOf(now()));
  const language = languageOfWeb(request);
  const t = webFrameOf(request).locale.in(language);
  const head = CSV_COLUMNS.map((key) => t(key));
  const lines = villageLines(told, language);
  const rows = lines.map(({ code, place, areas, village, of, day, ...counts }) => {
    const { people, households } = tellable(counts);
    const shown = people === 'few' ? `<${FEW_PEOPLE}` : people;
    return csvLine([
      code,
      place,
      ...areas,
      village ?? `(${of})`,
      shown ?? '',
      households ?? '',
      isoDate(day),
    ]);
  });
  // The mark by which spreadsheets know UTF-8.
  return h
    .response(`\uFEFF${csvLine(head)}${rows.join('')}`)
    .type('text/csv; charset=utf-8')
    .header(
      'content-disposition',
      `attachment; filename="villages-${areaPath(area).replaceAll('/', '-')}.csv"`,
    );
}

/** A district's, a block's facilities together, in the order of their codes. */
function byPlace(facilities: readonly ListedFacility[]): ListedFacility[] {
  const keyOf = ({ district, block = '', code }: ListedFacility): string => [district, block, code].join('/');
  return [...facilities].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Private hospitals keep their villages to themselves, and closed houses have nothing more to tell. */
function isExpected(facility: ListedFacility, today: Day): boolean {
  return facility.ownership === 'government' && isOpenOn(facility, today);
}

type Told = readonly FacilityTold<Registered>[];
/** As far as somebody told them. */
type Line = { [K in keyof Registered]: number | null };

/** Null where nobody has told anything: that is not 0. */
function countsOf(told: Told): Registered | null {
  if (told.every(({ day }) => day === null)) return null;
  const villages = told.flatMap((one) => one.villages);
  const sum = (key: keyof Registered): number => villages.reduce((total, one) => total + one[key], 0);
  return { people: sum('people'), households: sum('households') };
}

/** As many households as people: nobody was put into a family, so that their number says nothing. */
function areGrouped({ people, households }: Line): boolean {
  return people !== households;
}

interface Tellable {
  people: number | 'few' | null;
  households: number | null;
}

/**
 * What page and file may tell of counts, both the same: `few` people are no number, and the households of people whom
 * nobody put into families, or of few, are not known.
 */
function tellable(counts: Line): Tellable {
  const { people, households } = counts;
  if (people !== null && people > 0 && people < FEW_PEOPLE) return { people: 'few', households: null };
  return { people, households: areGrouped(counts) ? households : null };
}

function countWords(t: Translate, { people, households }: Tellable): Record<keyof Registered, string> {
  const words = (count: number | 'few' | null): string => {
    if (count === 'few') return t('centre.villages.few', { few: FEW_PEOPLE });
    return count === null ? NOTHING : countText(count);
  };
  return { people: words(people), households: words(households) };
}

/**
 * What lines come to, so that what is told adds up: households only as far as they are known. Null where nobody has told
 * anything.
 */
function sumOf(lines: readonly Line[]): Tellable {
  const told = lines.map(tellable);
  const add = (counts: readonly (number | null)[]): number | null =>
    counts.every((count) => count === null)
      ? null
      : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const people = add(lines.map((line) => line.people));
  if (people !== null && people > 0 && people < FEW_PEOPLE) return { people: 'few', households: null };
  return { people, households: add(told.map(({ households }) => households)) };
}

function sumWords(t: Translate, lines: readonly Line[]): string | null {
  const { people, households } = sumOf(lines);
  if (people === null) return null;
  if (people === 'few') return t('centre.villages.sumFew', { few: FEW_PEOPLE });
  if (households === null) return t('centre.villages.sumPeople', { people });
  const isWhole = lines.every((line) => line.people === null || tellable(line).households !== null);
  return t(isWhole ? 'centre.villages.sum' : 'centre.villages.sumPartly', { people, households });
}

/** Whole districts: their villages stand on a page of their own. */
function districtLines(told: Told, language: 'hi' | 'en') {
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

/** Its district and its block; by their codes where the list does not name them. */
function areaWords(language: 'hi' | 'en', facility: ListedFacility): string[] {
  const { district, block } = areaNames(facility);
  const words = ({ [language]: own, en, hi }: Partial<Words>, code = ''): string => own ?? en ?? hi ?? code;
  return [words(district, facility.district), words(block, facility.block)];
}

function villageLines(told: readonly FacilityTold<VillageCount>[], language: 'hi' | 'en') {
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

/** What is joined stays the last. */
function largestFirst(villages: readonly VillageLine[]): VillageLine[] {
  return [...villages].sort((a, b) => Number(a.of > 1) - Number(b.of > 1) || b.people - a.people);
}
