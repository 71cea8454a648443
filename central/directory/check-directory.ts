import type { Column } from './columns.js';
import type { FacilityDocument } from './facility-document.js';
import type { LgdLists } from './lgd-lists.js';
import type { ReadRow } from './read-facility-row.js';
import type { RowProblem } from './row-problem.js';

/** A row that became a facility. */
export type ListedRow = ReadRow & { facility: FacilityDocument };

/** A thing and where it lies, or what it is called; null where the facility does not say. */
type Saying = (facility: FacilityDocument) => [thing: string, place: string] | null;
type Disagreeing = (field: Column, code: RowProblem['code'], say: Saying) => RowProblem[];

/**
 * What rows say about each other, and about the facilities that stand beside them: codes that stand twice, a district
 * in two states, a block in two districts. With the lists of the LGD they are asked; without them what most rows and
 * facilities say counts, and where as many say the one as the other all of the rows are named.
 */
export function checkDirectory(
  rows: readonly ReadRow[],
  lgd: LgdLists | null,
  beside: readonly FacilityDocument[] = [],
): RowProblem[] {
  const listed = rows.filter((row): row is ListedRow => row.facility !== null);
  const disagreeing: Disagreeing = (...what) => findDisagreeing(listed, beside, ...what);
  return [
    ...doubledCodes(rows),
    ...disagreeing('code', 'codeOfOtherState', ({ code, state }) => [code.slice(0, 2), state]),
    ...(lgd
      ? listed.flatMap((row) => askLgd(row, lgd))
      : [
          ...disagreeing('district', 'districtInOtherState', ({ district, state }) => [district, state]),
          ...disagreeing('block', 'blockInOtherDistrict', ({ block, district }) =>
            block === undefined ? null : [block, district],
          ),
        ]),
  ];
}

function doubledCodes(rows: readonly ReadRow[]): RowProblem[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, cells }): RowProblem[] => {
    const code = cells.code.toUpperCase();
    const before = first.get(code);
    if (before === undefined) first.set(code, line);
    if (before === undefined || code === '') return [];
    return [{ line, field: 'code', value: cells.code, code: 'doubledCode', params: { line: before } }];
  });
}

/** Rows that put the same thing elsewhere than most others do. */
export function findDisagreeing(
  rows: readonly ListedRow[],
  beside: readonly FacilityDocument[],
  field: Column,
  code: RowProblem['code'],
  say: Saying,
): RowProblem[] {
  const counts = new Map<string, Map<string, number>>();
  for (const facility of [...rows.map((row) => row.facility), ...beside]) {
    const [thing, place] = say(facility) ?? [];
    if (thing === undefined || place === undefined) continue;
    const places = counts.get(thing) ?? new Map<string, number>();
    counts.set(thing, places.set(place, (places.get(place) ?? 0) + 1));
  }
  return rows.flatMap(({ line, cells, facility }): RowProblem[] => {
    const [thing = '', place = ''] = say(facility) ?? [];
    const places = [...(counts.get(thing) ?? [])].sort(([, a], [, b]) => b - a);
    const [most, next] = places;
    if (!most || !next || (most[0] === place && most[1] > next[1])) return [];
    const other = most[0] === place ? next[0] : most[0];
    return [{ line, field, value: cells[field], code, params: { thing, here: place, other } }];
  });
}

function askLgd({ line, cells, facility }: ListedRow, lgd: LgdLists): RowProblem[] {
  const { state, district, block } = facility;
  const found = lgd.districts.get(district);
  const problem = (field: Column, code: RowProblem['code'], params: RowProblem['params']): RowProblem[] => [
    { line, field, value: cells[field], code, ...(params ? { params } : {}) },
  ];
  if (!lgd.states.has(state)) return problem('state', 'unknownState', { thing: state });
  if (!found) return problem('district', 'unknownDistrict', { thing: district });
  if (found.state !== state)
    return problem('district', 'districtInOtherState', {
      thing: found.name,
      here: state,
      other: found.state,
    });
  // A list may hold the blocks of some states only.
  if (block === undefined || !lgd.statesWithBlocks.has(state)) return [];
  const known = lgd.blocks.get(block);
  if (!known) return problem('block', 'unknownBlock', { thing: block });
  if (known.district === district) return [];
  return problem('block', 'blockInOtherDistrict', {
    thing: known.name,
    here: district,
    other: known.district,
  });
}
