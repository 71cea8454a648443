import { levelOf, placeName } from '../places/area-request.js';
import type { Place } from '../places/place-book.js';
import { placeNamesOf, type ListedFacility } from '../../../records/listed-facility.js';
import type { Cell, Column } from '../table/sorted-table.js';
import type { Telling } from './day-cell.js';
import { linkWith } from './link-with.js';
import type { Child, ChildKind } from './read-children.js';

/** How a table by place is to be cut, by `?by=facility`; a state's thousands of facilities are never listed at once. */
export function childAsked(query: URLSearchParams, { area }: Place): ChildKind {
  return query.get('by') === 'facility' && area.district !== undefined ? 'facility' : 'child';
}

/** A district may be looked at by its blocks or by its facilities. */
export function childLinks(
  { area, children }: Place,
  query: URLSearchParams,
): { mayChooseBy: boolean; isNotHere: boolean; byHref: Record<ChildKind, string> } {
  return {
    mayChooseBy: area.district !== undefined && children.length > 0,
    // Facilities were asked for, and a state has too many.
    isNotHere: area.district === undefined && query.get('by') === 'facility',
    byHref: {
      child: linkWith(query, { by: null, sort: null }),
      facility: linkWith(query, { by: 'facility', sort: null }),
    },
  };
}

export function childColumn({ t }: Telling, children: readonly Child[]): Column {
  const place = children.find((child) => child.place)?.place;
  return { key: 'place', words: t(`centre.level.${place ? levelOf(place.area) : 'facility'}`) };
}

/** @param href of a child area; a facility has a page of its own */
export function childCell(telling: Telling, { place, facility }: Child, href?: string): Cell {
  if (facility) return facilityCell(telling, facility);
  if (!place) return { text: '', value: null };
  const name = placeName(telling, place);
  return { text: name, value: name, ...(href === undefined ? {} : { href }) };
}

export function facilityCell({ language, t }: Telling, facility: ListedFacility): Cell {
  const name = facilityName(language, facility);
  return {
    ...{ text: name, value: name, href: `/facility/${facility.code}` },
    note: [facility.code, placeNamesOf(facility, language)[0], facility.demo && t('centre.demo')]
      .filter(Boolean)
      .join(' · '),
  };
}

export function facilityName(language: 'hi' | 'en', { name, code }: ListedFacility): string {
  return name[language] ?? name.en ?? code;
}
