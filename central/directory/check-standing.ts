import { distanceKm } from '../../records/distance-km.js';
import { findDisagreeing, type ListedRow } from './check-directory.js';
import type { Column } from './columns.js';
import type { FacilityDocument } from './facility-document.js';
import type { RowProblem } from './row-problem.js';

const AREAS = ['state', 'district', 'block'] as const;

/**
 * What rows say otherwise than the directory: an area that it calls by another name, a position far from all others
 * of the district. `beside`: the facilities that stand and that no row replaces; a list with all of a district may
 * therefore rename or move it. `farKm`: how far is far.
 */
export function checkStanding(
  rows: readonly ListedRow[],
  beside: readonly FacilityDocument[],
  farKm: number,
): RowProblem[] {
  return [...AREAS.flatMap((area) => findOtherNames(rows, beside, area)), ...findFar(rows, beside, farKm)];
}

function findOtherNames(
  rows: readonly ListedRow[],
  beside: readonly FacilityDocument[],
  area: (typeof AREAS)[number],
): RowProblem[] {
  const standing = new Set(beside.map((facility) => facility[area]));
  const known = rows.filter(({ facility }) => standing.has(facility[area]));
  const fields: [Column, 'Name' | 'NameHi'][] = [
    [`${area}_name`, 'Name'],
    [`${area}_hi`, 'NameHi'],
  ];
  return fields.flatMap(([field, ending]) =>
    findDisagreeing(known, beside, field, 'otherName', (facility) => {
      const [code, name] = [facility[area], facility[`${area}${ending}`]];
      return code === undefined || name === undefined ? null : [code, name];
    }),
  );
}

function findFar(
  rows: readonly ListedRow[],
  beside: readonly FacilityDocument[],
  farKm: number,
): RowProblem[] {
  const districts = new Map<string, FacilityDocument[]>();
  for (const facility of [...rows.map((row) => row.facility), ...beside]) {
    const others = districts.get(facility.district) ?? [];
    districts.set(facility.district, others);
    others.push(facility);
  }
  return rows.flatMap(({ line, cells, facility }): RowProblem[] => {
    const distances = (districts.get(facility.district) ?? [])
      .filter((other) => other.code !== facility.code)
      .flatMap((other) => distanceKm(facility.position, other.position) ?? []);
    const km = Math.min(...distances);
    if (distances.length === 0 || km <= farKm) return [];
    const params = { km, far: farKm, district: facility.district };
    return [{ line, field: 'lat', value: `${cells.lat}, ${cells.lon}`, code: 'farAway', params }];
  });
}
