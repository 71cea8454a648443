import type { Facility } from './facility.js';

/** Gives each facility the one of its kind, made when it is first asked for: what is kept in memory beside the store. */
export function onePerFacility<T>(make: (facility: Facility) => T): (facility: Facility) => T {
  const all = new WeakMap<Facility, T>();
  return (facility) => {
    const known = all.get(facility);
    if (known !== undefined) return known;
    const made = make(facility);
    all.set(facility, made);
    return made;
  };
}
