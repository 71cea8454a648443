import { areaPath, type Area } from '../central/area.js';
import type { Place, PlaceBook } from '../central/web/places/place-book.js';
import { FacilityError, type HintKey } from '../records/facility-error.js';
import type { Language } from '../templates/locale.js';

/** Places that a hint names. */
const NAMED = 8;

/** `Muzaffarpur (10/208)`; the codes alone where the directory has no name for them. */
export function namedArea(book: PlaceBook, area: Area, language: Language): string {
  const { hi, en } = book.find(area)?.name ?? {};
  const name = (language === 'hi' ? hi : en) ?? en ?? hi;
  return name === undefined ? areaPath(area) : `${name} (${areaPath(area)})`;
}

/** Throws `not-found` where no facility lies in an area; the hint names those beside it. */
export function requireListed(book: PlaceBook, area: Area, language: Language): void {
  if (book.find(area)) return;
  const { places, within } = placesBeside(book, area);
  const names = places.slice(0, NAMED).map((place) => namedArea(book, place.area, language));
  const more = places.length - NAMED;
  const where = within ? namedArea(book, within, language) : '';
  throw new FacilityError('not-found', `No facility lies in ${areaPath(area)}`, {
    hint: hintOf(places.length, within !== undefined, more > 0),
    params: { within: where, names: names.join(', '), more },
  });
}

function hintOf(places: number, isWithin: boolean, areMore: boolean): HintKey {
  if (places === 0) return 'hints.directoryEmpty';
  if (!isWithin) return 'hints.directoryStates';
  return areMore ? 'hints.directoryHasMore' : 'hints.directoryHas';
}

/** What lies in the smallest part of the area that the directory knows. */
function placesBeside(book: PlaceBook, { state, district, block }: Area): { places: Place[]; within?: Area } {
  const around = [...(block === undefined || district === undefined ? [] : [{ state, district }]), { state }];
  for (const within of around) {
    const place = book.find(within);
    if (place) return { places: place.children, within };
  }
  return { places: book.states() };
}
