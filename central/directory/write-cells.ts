import { COLUMNS, type Column } from './columns.js';
import type { FacilityDocument, OpeningHours } from './facility-document.js';
import type { RowCells } from './read-facility-row.js';

/** A facility as a row of a list, as readFacilityRow reads it. */
export function writeCells(facility: FacilityDocument): RowCells {
  const { name, position, hours = [] } = facility;
  const texts: Partial<Record<Column, string | undefined>> = {
    code: facility.code,
    name: name.en,
    name_hi: name.hi,
    kind: facility.kind,
    ownership: facility.ownership,
    tenant: facility.tenant,
    state: facility.state,
    district: facility.district,
    block: facility.block,
    state_name: facility.stateName,
    district_name: facility.districtName,
    block_name: facility.blockName,
    state_hi: facility.stateNameHi,
    district_hi: facility.districtNameHi,
    block_hi: facility.blockNameHi,
    lat: position?.lat.toString(),
    lon: position?.lon.toString(),
    services: facility.services.join('; '),
    hours: hours.map(writeHours).join('; '),
    status: facility.status,
    closed_on: facility.closedOn,
    offline_days: facility.offlineDays?.join('; '),
  };
  return Object.fromEntries(COLUMNS.map((column) => [column, texts[column] ?? ''])) as RowCells;
}

/** Hours are read as stretches of days that follow each other. */
function writeHours({ days, from, to }: OpeningHours): string {
  return `${[...new Set([days[0], days.at(-1)])].join('-')} ${from}-${to}`;
}
