import type { ListedFacility } from './listed-facility.js';

const AREAS = ['state', 'district', 'block'] as const;
const ENDINGS = ['Name', 'NameHi'] as const;

/** Gives a facility whose entry does not name its areas the names that others of the same codes have. */
export function fillAreaNames<T extends ListedFacility>(
  facilities: readonly T[],
  others: readonly ListedFacility[] = facilities,
): T[] {
  const known = new Map<string, string>();
  for (const facility of others) {
    for (const { field, key, name } of areaNamesOf(facility)) {
      if (name !== undefined && !known.has(field + key)) known.set(field + key, name);
    }
  }
  return facilities.map((facility) => {
    const missing = areaNamesOf(facility).flatMap(({ field, key, name }): [string, string][] => {
      const found = name === undefined ? known.get(field + key) : undefined;
      return found === undefined ? [] : [[field, found]];
    });
    return missing.length === 0 ? facility : { ...facility, ...Object.fromEntries(missing) };
  });
}

/** The field of each name, the codes that it names, and the name where it stands. */
function areaNamesOf(facility: ListedFacility): { field: string; key: string; name: string | undefined }[] {
  return AREAS.flatMap((area, depth) => {
    if (facility[area] === undefined) return [];
    const key = AREAS.slice(0, depth + 1)
      .map((one) => facility[one])
      .join('/');
    return ENDINGS.map((ending) => ({
      ...{ field: `${area}${ending}`, key },
      name: facility[`${area}${ending}`],
    }));
  });
}
