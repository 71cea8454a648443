/** Columns of a directory, in the order of the template. The first six must be there. */
export const COLUMNS = [
  'code',
  'name',
  'kind',
  'ownership',
  'state',
  'district',
  'block',
  'name_hi',
  'state_name',
  'district_name',
  'block_name',
  'tenant',
  'lat',
  'lon',
  'services',
  'hours',
  'status',
  'closed_on',
  'offline_days',
  'state_hi',
  'district_hi',
  'block_hi',
] as const;

export type Column = (typeof COLUMNS)[number];
export const NEEDED: readonly Column[] = COLUMNS.slice(0, 6);

/** What other lists call the same. */
const ALSO: Record<string, Column> = {
  facility_code: 'code',
  facility_name: 'name',
  type: 'kind',
  facility_type: 'kind',
  state_lgd: 'state',
  state_code: 'state',
  district_lgd: 'district',
  district_code: 'district',
  block_lgd: 'block',
  block_code: 'block',
  latitude: 'lat',
  longitude: 'lon',
  lng: 'lon',
};

/** `Facility Code` → `code`; null where the directory has no such column. */
export function columnOf(header: string): Column | null {
  const name = header
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return COLUMNS.find((column) => column === name) ?? ALSO[name] ?? null;
}
