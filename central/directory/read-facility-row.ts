import type { FacilityDirectoryReference } from '../../templates/facility-directory-reference.js';
import { NEEDED, type Column } from './columns.js';
import { facilityId, type FacilityDocument } from './facility-document.js';
import { readHours, readWeekday } from './read-hours.js';
import { isScientific, readDegrees, readLgd } from './read-number.js';
import type { ProblemCode, RowProblem } from './row-problem.js';

export type RowCells = Record<Column, string>;

export interface ReadRow {
  line: number;
  cells: RowCells;
  /** null where something is wrong with it */
  facility: FacilityDocument | null;
  problems: RowProblem[];
}

/** Longest name, in letters: what a slip and a table hold. */
const LONGEST = 120;
const TEXTS = [
  ...(['name', 'name_hi', 'tenant', 'state_name', 'district_name', 'block_name'] as const),
  ...(['state_hi', 'district_hi', 'block_hi'] as const),
];
/** A facility's code is that of its first box, without a replica letter. */
const CODE = /^[A-Z]{2}\d{2,6}$/;
const CLOSED = ['closed', 'बंद'];
const OPEN = ['', 'open', 'active', 'functional', 'चालू'];

/** One row judged by itself; what it says about other rows, and they about it, is check-directory's. */
export function readFacilityRow(line: number, cells: RowCells, lists: FacilityDirectoryReference): ReadRow {
  const problems: RowProblem[] = [];
  const wrong = (field: Column, code: ProblemCode, params?: RowProblem['params']): undefined => {
    problems.push({ line, field, value: cells[field], code, ...(params ? { params } : {}) });
  };
  for (const field of NEEDED) if (cells[field] === '') wrong(field, 'required');
  for (const field of TEXTS) if (cells[field].length > LONGEST) wrong(field, 'tooLong', { max: LONGEST });

  const code = cells.code.toUpperCase().replace(/\s/g, '');
  if (cells.code !== '' && !CODE.test(code)) wrong('code', 'wrongCode');
  const kind = lists.kinds.find((one) => one.code.toLowerCase() === cells.kind.toLowerCase())?.code;
  if (cells.kind !== '' && kind === undefined)
    wrong('kind', 'unknownKind', { kinds: lists.kinds.map((one) => one.code).join(', ') });
  const ownership = readOwnership(cells, wrong);
  const [state, district, block] = (['state', 'district', 'block'] as const).map((field) =>
    readArea(field, cells, wrong),
  );
  const position = readPosition(cells, lists.area, wrong);
  const services = readServices(cells, lists.services, wrong);
  const hours = cells.hours === '' ? undefined : (readHours(cells.hours) ?? wrong('hours', 'wrongHours'));
  const status = readStatus(cells, wrong);
  const offlineDays = readOfflineDays(cells, wrong);
  if (problems.length > 0 || !kind || !ownership || !state || !district || !status)
    return { line, cells, facility: null, problems };
  const facility: FacilityDocument = {
    _id: facilityId(code),
    type: 'facility',
    v: 1,
    code,
    name: { en: cells.name, ...given({ hi: cells.name_hi }) },
    kind,
    ownership,
    ...given({ tenant: cells.tenant }),
    state,
    district,
    ...given({ block, stateName: cells.state_name }),
    ...given({ districtName: cells.district_name, blockName: cells.block_name }),
    ...given({ stateNameHi: cells.state_hi, districtNameHi: cells.district_hi, blockNameHi: cells.block_hi }),
    ...(position ? { position } : {}),
    services,
    ...(hours ? { hours } : {}),
    ...status,
    ...(offlineDays.length > 0 ? { offlineDays } : {}),
  };
  return { line, cells, facility, problems };
}

type Wrong = (field: Column, code: ProblemCode, params?: RowProblem['params']) => undefined;

/** Without what is empty. */
function given<K extends string>(fields: Record<K, string | undefined>): Partial<Record<K, string>> {
  const filled = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(filled) as Partial<Record<K, string>>;
}

function readOwnership(cells: RowCells, wrong: Wrong): FacilityDocument['ownership'] | undefined {
  const text = cells.ownership.toLowerCase();
  if (text === '') return undefined;
  const ownership = (['government', 'private'] as const).find(
    (one) => one === text || one.slice(0, 4) === text,
  );
  if (!ownership) return wrong('ownership', 'unknownOwnership');
  if (ownership === 'private' && cells.tenant === '') wrong('tenant', 'tenantMissing');
  if (ownership === 'government' && cells.tenant !== '') wrong('tenant', 'tenantOfGovernment');
  return ownership;
}

function readArea(field: 'state' | 'district' | 'block', cells: RowCells, wrong: Wrong): string | undefined {
  if (cells[field] === '') return undefined;
  if (isScientific(cells[field])) return wrong(field, 'scientific');
  return readLgd(cells[field]) ?? wrong(field, 'wrongLgd');
}

function readPosition(
  cells: RowCells,
  area: FacilityDirectoryReference['area'],
  wrong: Wrong,
): FacilityDocument['position'] | undefined {
  if (cells.lat === '' && cells.lon === '') return undefined;
  for (const field of ['lat', 'lon'] as const) if (cells[field] === '') return wrong(field, 'halfPosition');
  const [lat, lon] = [readDegrees(cells.lat), readDegrees(cells.lon)];
  if (lat === null) return wrong('lat', 'notANumber');
  if (lon === null) return wrong('lon', 'notANumber');
  const isIn = (degrees: number, [from, to]: [number, number]): boolean => degrees >= from && degrees <= to;
  if (isIn(lat, area.lat) && isIn(lon, area.lon)) return { lat, lon };
  if (isIn(lon, area.lat) && isIn(lat, area.lon))
    return wrong('lat', 'latLonSwapped', { lat: lon, lon: lat });
  return wrong(isIn(lat, area.lat) ? 'lon' : 'lat', 'outsideArea');
}

function readServices(cells: RowCells, known: readonly string[], wrong: Wrong): string[] {
  const typed = listOf(cells.services).map((one) => one.toLowerCase().replace(/\s+/g, '-'));
  const unknown = typed.filter((one) => !known.includes(one));
  if (unknown.length > 0)
    wrong('services', 'unknownService', { unknown: unknown.join(', '), known: known.join(', ') });
  return [...new Set(typed)].sort();
}

function readStatus(
  cells: RowCells,
  wrong: Wrong,
): Pick<FacilityDocument, 'status' | 'closedOn'> | undefined {
  const text = cells.status.toLowerCase();
  const closed = CLOSED.includes(text);
  if (!closed && !OPEN.includes(text)) return wrong('status', 'wrongStatus');
  if (cells.closed_on === '') return { status: closed ? 'closed' : 'open' };
  if (!closed) return wrong('closed_on', 'closedOnOfOpen');
  const closedOn = readDate(cells.closed_on);
  return closedOn === null ? wrong('closed_on', 'wrongDate') : { status: 'closed', closedOn };
}

function readOfflineDays(cells: RowCells, wrong: Wrong): string[] {
  const days = listOf(cells.offline_days).map((one) => readWeekday(one) ?? readDate(one));
  if (days.includes(null)) wrong('offline_days', 'wrongDay');
  return days.filter((day) => day !== null);
}

function listOf(cell: string): string[] {
  return cell
    .split(/[;|,]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** `2026-11-21` or, as India writes it, `21/11/2026` and `21-11-2026`. */
function readDate(typed: string): string | null {
  const indian = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed.trim());
  const [, d = '', m = '', y = ''] = indian ?? [];
  const day = indian ? `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` : typed.trim();
  const time = Date.parse(`${day}T00:00:00.000Z`);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(time);
  return isDay && new Date(time).toISOString().startsWith(day) ? day : null;
}
